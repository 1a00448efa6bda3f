import { useState } from 'react'
import type { ImageDetails } from '../../../shared/contract.ts'
import type { Name } from '../../../shared/names.ts'
import { guardName, nameProblem } from '../../model/forms.ts'
import { sameContentAsHead } from '../../model/points.ts'

/** The snapshot that is made of a head before it gets other content. */
export interface Guard {
  /** A snapshot that has the head's content already: nothing can be lost, so none is made. */
  readonly twin: Name | null
  readonly isOn: boolean
  readonly setOn: (isOn: boolean) => void
  readonly name: string
  readonly setName: (name: string) => void
  /** Whether one is made. A job that was refused after it was made does not ask for it again: it is the twin by then. */
  readonly isMade: boolean
  readonly problem: string | null
}

/** On unless switched off, and not needed where nothing can be lost. */
export function useGuard(details: ImageDetails | undefined): Guard {
  const twin = details === undefined ? null : sameContentAsHead(details)
  const [isOn, setOn] = useState(true)
  const [name, setName] = useState(() => guardName(Date.now()))
  const isMade = isOn && twin === null
  return { twin, isOn, setOn, name, setName, isMade, problem: isMade ? nameProblem(name) : null }
}
