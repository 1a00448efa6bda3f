import { formatSpec } from '../../shared/imageSpec.ts'
import { guarded } from '../actions/failure.ts'
import { closeFiles } from '../actions/files.ts'
import { forgetFolder, visitFolder } from '../actions/folders.ts'
import { revealFile } from '../actions/jobs.ts'
import { copyText } from '../components/copyText.ts'
import { shellText } from '../shellText.ts'
import { connectionStore } from '../stores/connection.ts'
import { inspectorStore } from '../stores/inspector.ts'
import type { Target } from '../stores/target.ts'
import { targetStore } from '../stores/target.ts'
import { announce, showSheet } from '../stores/ui.ts'
import { make } from './make.ts'
import { forImage, hasImage } from './openImage.ts'
import type { Command } from './registry.ts'

const t = shellText.context
type Kind = Target['kind']
type Of<K extends Kind> = Extract<Target, { readonly kind: K }>

function targetOf<K extends Kind>(kind: K): Of<K> | null {
  const { target } = targetStore.getState()
  return target?.kind === kind ? (target as Of<K>) : null
}

/** A command about what a context menu was opened on: it stands in no other menu, and not in the palette. `more`: what else must be so for it. */
export function makeFor<K extends Kind>(
  kind: K,
  id: string,
  label: string,
  act: (target: Of<K>) => void,
  more: (target: Of<K>) => boolean = () => true,
): Command {
  const run = () => {
    const target = targetOf(kind)
    if (target !== null) act(target)
  }
  const when = () => {
    const target = targetOf(kind)
    return target !== null && more(target)
  }
  return make(id, '', label, run, { when, isHidden: true })
}

async function copy(text: string): Promise<void> {
  await copyText(text)
  announce(t.copied(text))
}

const canReveal = () => connectionStore.getState().capabilities?.reveal === true

/** What can be done with the pool, file or folder a context menu was opened on, and with the open image's name. */
export const targetCommands: readonly Command[] = [
  make(
    'image.copySpec',
    'Image',
    t.copySpec,
    forImage(({ details }) => void copy(formatSpec(details.ref))),
    { when: hasImage },
  ),
  makeFor('pool', 'pool.newImage', t.newImage, ({ pool }) => showSheet({ kind: 'new-image', pool })),
  makeFor('pool', 'pool.copyName', t.copySpec, ({ pool }) => void copy(pool.text)),
  makeFor('file', 'file.inspect', t.inspectFile, () => showSheet({ kind: 'import' })),
  makeFor('file', 'file.copyPath', t.copyPath, ({ path }) => void copy(path)),
  makeFor('file', 'file.reveal', t.reveal, ({ path }) => void guarded(() => revealFile(path)), canReveal),
  makeFor('file', 'file.close', t.closeFile, ({ path }) => closeFiles([path])),
  makeFor('folder', 'folder.open', t.openFolder, ({ id }) => void guarded(() => visitFolder(id))),
  makeFor('folder', 'folder.copyPath', t.copyPath, ({ path }) => void copy(path)),
  makeFor('folder', 'folder.reveal', t.reveal, ({ path }) => void guarded(() => revealFile(path)), canReveal),
  makeFor('folder', 'folder.forget', t.forgetFolder, ({ id }) => void guarded(() => forgetFolder(id))),
  make('files.closeAll', 'Files', t.closeAll, closeAll, {
    when: () => inspectorStore.getState().files.length > 0,
  }),
]

function closeAll(): void {
  closeFiles(inspectorStore.getState().files.map(({ path }) => path))
}
