import { useState } from 'react'
import { aimAt } from '../../stores/target.ts'
import { CommandItems } from '../commands/CommandItems.tsx'

/** What can be done about a connection. */
export function ConnectionMenu({ name }: { readonly name: string }) {
  // Before its items ask what they are about: a menu is drawn when it opens, and not before.
  useState(() => aimAt({ kind: 'connection', name }))
  return (
    <CommandItems
      groups={[['connection.refresh'], ['connection.test', 'connection.edit'], ['connection.remove']]}
      dangers={['connection.remove']}
    />
  )
}

/** What can be done with the pool or namespace a menu was opened on. */
export function PlaceMenu() {
  return <CommandItems groups={[['place.newImage'], ['place.trash', 'place.copyName'], ['place.refresh']]} />
}

/** What can be done with the image under a temporary name a menu was opened on. */
export function LeftoverMenu() {
  return <CommandItems groups={[['leftover.remove']]} dangers={['leftover.remove']} />
}
