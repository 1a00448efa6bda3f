import { formatSpec } from '../shared/imageSpec.ts'
import type { JobRequest, MergeInput } from '../shared/jobs.ts'
import { contentName, fileName, verifiedName } from './jobText.ts'
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

/** What a job was asked, in words: from where, to where, and how. */
export function askedOf(request: JobRequest): readonly AskedFact[] {
  return [...endsOf(request), ...optionsOf(request)]
}

function endsOf(request: JobRequest): readonly AskedFact[] {
  switch (request.kind) {
    case 'export':
      return [
        words('From', formatSpec(request.source)),
        path('To', request.path),
        words('As', request.format === 'v2' ? 'one file of format 2' : 'a raw image'),
      ]
    case 'export-diff':
      return [
        words('From', formatSpec(request.source)),
        words('Changes since', request.fromSnapshot?.text ?? 'the beginning'),
        path('To', request.path),
      ]
    case 'import':
    case 'import-diff':
      return [
        ...request.paths.slice(0, MAX_LISTED).map((one) => path('File', one)),
        ...moreOf(request.paths.length, 'file'),
        words(request.kind === 'import' ? 'New image' : 'Appended to', formatSpec(request.target)),
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
        words('From', formatSpec(request.source)),
        words('What', request.fromSnapshot === null ? 'everything' : `changes since ${request.fromSnapshot.text}`),
        words(request.create ? 'New image' : 'To', formatSpec(request.target)),
      ]
    case 'replicate':
      return [words('From', formatSpec(request.source, true)), words('To', formatSpec(request.target, true))]
    case 'flatten':
      return [words('Image', formatSpec(request.target))]
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
      return [words('Image', formatSpec(request.target)), words('Back to', request.snapshot.text)]
    case 'fold':
      return [words('Image', formatSpec(request.target))]
    case 'mend':
      return [
        words('Image', formatSpec(request.target)),
        ...(request.giveUp === true ? [words('How', 'without the links that are lost')] : []),
        ...(request.index === undefined ? [] : [words('How', 'its index, from its link files')]),
        ...request.paths.slice(0, MAX_LISTED).map((one) => path('Copy', one)),
        ...moreOf(request.paths.length, 'copy', 'copies'),
      ]
  }
}

function inputFact(input: MergeInput): AskedFact {
  if (input.kind === 'file') return path('File', input.path)
  return words(
    'Stretch',
    `${input.from?.text ?? 'nothing'} to ${input.to?.text ?? 'head'} of ${formatSpec(input.image)}`,
  )
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
