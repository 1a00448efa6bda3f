import type { ImageRef, PointRef } from '../shared/imageSpec.ts'
import { formatSpec } from '../shared/imageSpec.ts'
import type { JobRequest, MergeInput } from '../shared/jobs.ts'
import { contentName, fileName, verifiedName } from './jobText.ts'
import { isLiveRef } from './model/liveDetails.ts'
import { count } from './strings.ts'

/** A name and a value of what was asked; `isPath`: set as a path is. */
export interface AskedFact {
  readonly label: string
  readonly value: string
  readonly isPath?: boolean
}

const MAX_LISTED = 3

const words = (label: string, value: string): AskedFact => ({ label, value })
const path = (label: string, value: string): AskedFact => ({ label, value, isPath: true })

/** An image of a cluster is said with its connection. */
const calledOf = (ref: ImageRef | PointRef): string => formatSpec(ref, isLiveRef(ref))

/** What a job was asked, in words: from where, to where, and how. */
export function askedOf(request: JobRequest): readonly AskedFact[] {
  return [...endsOf(request), ...optionsOf(request)]
}

function endsOf(request: JobRequest): readonly AskedFact[] {
  switch (request.kind) {
    case 'export':
      return [
        words('From', calledOf(request.source)),
        path('To', request.path),
        words('As', request.format === 'v2' ? 'one file of format 2' : 'a raw image'),
      ]
    case 'export-diff':
      return [
        words('From', calledOf(request.source)),
        words('Changes since', request.fromSnapshot?.text ?? 'the beginning'),
        path('To', request.path),
      ]
    case 'import':
    case 'import-diff':
      return [
        ...request.paths.slice(0, MAX_LISTED).map((one) => path('File', one)),
        ...moreOf(request.paths.length, 'file'),
        words(request.kind === 'import' ? 'New image' : 'Appended to', calledOf(request.target)),
      ]
    case 'merge':
    case 'convert':
      return [
        ...request.inputs.slice(0, MAX_LISTED).map(inputFact),
        ...moreOf(request.inputs.length, 'input'),
        path('To', request.path),
      ]
    case 'pipe':
      return [
        words('From', calledOf(request.source)),
        words('What', request.fromSnapshot === null ? 'everything' : `changes since ${request.fromSnapshot.text}`),
        words(request.create ? 'New image' : 'To', calledOf(request.target)),
      ]
    case 'replicate':
      return [words('From', calledOf(request.source)), words('To', calledOf(request.target))]
    case 'flatten':
      return [words('Image', calledOf(request.target))]
    case 'compare':
      return [words('A', contentName(request.a)), words('B', contentName(request.b))]
    case 'diff':
      return [words('A', contentName(request.a)), words('B', contentName(request.b)), path('To', request.path)]
    case 'verify':
      return [words('What', verifiedName(request.what))]
    case 'manifest':
      return [
        ...request.paths.slice(0, MAX_LISTED).map((one) => path('File', one)),
        ...moreOf(request.paths.length, 'file'),
      ]
    case 'rollback':
      return [words('Image', calledOf(request.target)), words('Back to', request.snapshot.text)]
    case 'fold':
      return [words('Image', calledOf(request.target))]
    case 'mend':
      return [
        words('Image', calledOf(request.target)),
        ...(request.giveUp === true ? [words('How', 'without the links that are lost')] : []),
        ...(request.index === undefined ? [] : [words('How', 'its index, from its link files')]),
        ...request.paths.slice(0, MAX_LISTED).map((one) => path('Copy', one)),
        ...moreOf(request.paths.length, 'copy', 'copies'),
      ]
  }
}

function inputFact(input: MergeInput): AskedFact {
  if (input.kind === 'file') return path('File', input.path)
  return words('Stretch', `${input.from?.text ?? 'nothing'} to ${input.to?.text ?? 'head'} of ${calledOf(input.image)}`)
}

function moreOf(all: number, one: string, many = `${one}s`): readonly AskedFact[] {
  return all > MAX_LISTED ? [words('And', `${count(all - MAX_LISTED, one, many)} more`)] : []
}

function optionsOf(request: JobRequest): readonly AskedFact[] {
  const output = 'output' in request ? request.output : undefined
  const said = [
    output?.compress === 'zstd' ? 'packed with zstd' : '',
    output?.manifest === false ? 'without a manifest' : '',
    'verifyFirst' in request && request.verifyFirst === true ? 'inputs verified first' : '',
    'sort' in request && request.sort === true ? 'records put in order' : '',
    'overlay' in request && request.overlay ? 'laid over the content' : '',
    'allowShrink' in request && request.allowShrink === true ? 'it may become smaller' : '',
    'confMeta' in request && request.confMeta === true ? 'with the settings that came with it' : '',
    'percent' in request && request.percent !== undefined ? `${request.percent} % of the blocks` : '',
  ].filter((part) => part !== '')
  return said.length === 0 ? [] : [words('How', said.join(', '))]
}

/** What a job is called in a list, all of it: for filtering by words. */
export function jobWords(request: JobRequest): string {
  return askedOf(request)
    .map(({ value, isPath }) => (isPath === true ? `${fileName(value)} ${value}` : value))
    .join(' ')
}
