import type { Lines, Say } from './equivalentParts.ts'
import {
  exportDiff,
  fromSnap,
  isOneWord,
  line,
  none,
  ok,
  option,
  quoteSh,
  sameImage,
  sayRef,
} from './equivalentParts.ts'
import type { ChainEdits, ContentRef, JobRequest, MergeInput, OutputOptions, VerifyTarget } from './jobs.ts'
import type { Name } from './names.ts'
import { sameName } from './names.ts'

type Of<K extends JobRequest['kind']> = Extract<JobRequest, { kind: K }>

const PROGRAM = 'rbd-studio'
const DAY_MS = 86_400_000
const NO_WORD = 'An image here has a name that cannot stand beside files on one line'
const say: Say = (ref, end) => sayRef(ref, end, true)

/** The one line of this program's own command that starts the very same job. `makeDiffs`: the lines that make an image of diffs. */
export function studioLine(request: JobRequest, makeDiffs: Lines): Lines {
  switch (request.kind) {
    case 'export':
      return ok(exportLine(request))
    case 'export-diff':
      return ok(
        line(
          `${PROGRAM} export-diff`,
          request.wholeObject === true ? ['--whole-object'] : [],
          fromSnap(request.fromSnapshot),
          written(request),
          say(request.source, 'source'),
          quoteSh(request.path),
        ),
      )
    case 'import':
      return importLine(request, makeDiffs)
    case 'import-diff': {
      const options = [...(request.overlay ? ['--overlay'] : []), ...shrinking(request), ...verified(request)]
      const target = say(request.target, 'source')
      return ok(
        request.paths.map((path) => line(`${PROGRAM} import-diff`, options, quoteSh(path), target)).join(' && '),
      )
    }
    case 'merge':
      return mergeLine(request)
    case 'pipe':
      return ok(
        line(
          `${PROGRAM} pipe`,
          fromSnap(request.fromSnapshot),
          shrinking(request),
          say(request.source, 'source'),
          say(request.target, 'target'),
        ),
      )
    case 'convert':
      return convertLine(request)
    case 'compare':
    case 'diff':
      return contentsLine(request)
    case 'verify':
      return verifyLine(request)
    case 'manifest':
      return ok(line(`${PROGRAM} manifest`, request.paths.map(quoteSh)))
    case 'rollback':
      return ok(line(`${PROGRAM} snap rollback`, say({ ...request.target, snapshot: request.snapshot }, 'source')))
    case 'fold': {
      const { first, last } = request
      const bounds = [
        ...(first === undefined ? [] : option('first', String(first))),
        ...(last === undefined ? [] : option('last', String(last))),
      ]
      return ok(line(`${PROGRAM} fold`, bounds, say(request.target, 'source')))
    }
    case 'replicate':
      return ok(
        line(`${PROGRAM} replicate`, shrinking(request), say(request.source, 'source'), say(request.target, 'target')),
      )
    case 'flatten':
      return ok(line(`${PROGRAM} flatten`, say(request.target, 'source')))
    case 'mend': {
      const how = request.giveUp === true ? ['--give-up'] : mendIndexOptions(request.index)
      return ok(line(`${PROGRAM} mend`, how, say(request.target, 'source'), request.paths.map(quoteSh)))
    }
  }
}

function mendIndexOptions(index: Of<'mend'>['index']): readonly string[] {
  if (index === undefined) return []
  return ['--index', ...(index.name === undefined ? [] : option('name', index.name.text))]
}

/** Options of how an output is written and its inputs are read. */
function written(request: { readonly output?: OutputOptions | undefined; readonly verifyFirst?: boolean | undefined }) {
  const { compress, manifest } = request.output ?? {}
  return [
    ...(compress === 'zstd' ? ['--compress zstd'] : []),
    ...(manifest === false ? ['--no-manifest'] : []),
    ...verified(request),
  ]
}

const verified = ({ verifyFirst }: { readonly verifyFirst?: boolean | undefined }) =>
  verifyFirst === true ? ['--verify-first'] : []

const shrinking = ({ allowShrink }: { readonly allowShrink?: boolean | undefined }) =>
  allowShrink === true ? ['--allow-shrink'] : []

const dialect = (value: Of<'convert'>['dialect']) => (value === undefined ? [] : option('v2-dialect', value))

function exportLine(request: Of<'export'>): string {
  const format = request.format === 'v2' ? ['--export-format 2', ...dialect(request.dialect)] : []
  return line(`${PROGRAM} export`, format, written(request), say(request.source, 'source'), quoteSh(request.path))
}

function importLine(request: Of<'import'>, makeDiffs: Lines): Lines {
  if (request.format === 'diffs') return makeDiffs.lines === null ? makeDiffs : ok(makeDiffs.lines.join(' && '))
  const options = [
    ...(request.format === 'v2' ? ['--export-format 2'] : []),
    ...(request.anyBytes === true ? ['--raw'] : []),
    ...(request.confMeta === true ? ['--conf-meta'] : []),
    ...verified(request),
  ]
  const target = say(request.target, 'target')
  return ok(...request.paths.map((path) => line(`${PROGRAM} import`, options, quoteSh(path), target)))
}

function mergeLine(request: Of<'merge'>): Lines {
  const { inputs, path, sort } = request
  const ranges = inputs.filter((input) => input.kind === 'range')
  if (ranges.length === 0) {
    const files = inputs.map((input) => (input.kind === 'file' ? quoteSh(input.path) : ''))
    return ok(line(`${PROGRAM} merge-diff`, sort === true ? ['--sort'] : [], written(request), files, quoteSh(path)))
  }
  const [first] = ranges
  const last = ranges.at(-1)
  // Neighbouring stretches of one image are one stretch: read in one pass, the same file.
  if (first === undefined || last === undefined || ranges.length !== inputs.length || !isOneStretch(ranges)) {
    return none('Files and stretches of images together have no single line; export the stretches first')
  }
  return ok(exportDiff(PROGRAM, { ...last.image, snapshot: last.to }, first.from, path, say))
}

function isOneStretch(ranges: readonly Extract<MergeInput, { kind: 'range' }>[]): boolean {
  return ranges.every((range, index) => {
    const before = ranges[index - 1]
    if (before === undefined) return true
    if (before.to === null || range.from === null) return false
    return sameImage(before.image, range.image) && sameName(before.to, range.from)
  })
}

function convertLine(request: Of<'convert'>): Lines {
  const { inputs, to, path, at, fromSnapshot, edits = {}, sort } = request
  const words: string[] = []
  for (const input of inputs) {
    if (input.kind === 'file') words.push(quoteSh(input.path))
    else if (input.from !== null) return none('A stretch that starts at a snapshot has no single line; export it first')
    else if (!isOneWord(input.image)) return none(NO_WORD)
    else words.push(say({ ...input.image, snapshot: input.to }, 'source'))
  }
  return ok(
    line(
      `${PROGRAM} convert --to ${to}`,
      at === undefined || at === null ? [] : option('at', at.text),
      fromSnap(fromSnapshot ?? null),
      editWords(edits),
      sort === true ? ['--sort'] : [],
      dialect(request.dialect),
      written(request),
      words,
      quoteSh(path),
    ),
  )
}

function editWords(edits: ChainEdits): readonly string[] {
  const { dropSnapshots = [], renameSnapshots = [], nameHead, range } = edits
  return [
    ...dropSnapshots.flatMap(({ text }) => option('drop-snap', text)),
    ...renameSnapshots.flatMap(({ from, to }) => option('rename-snap', `${from.text}=${to.text}`)),
    ...(nameHead === undefined ? [] : option('name-head', nameHead.text)),
    ...endWords('from', edits.from),
    ...endWords('to', edits.to),
    ...(range === undefined ? [] : option('range', `${range.offset}+${range.length}`)),
  ]
}

function endWords(end: 'from' | 'to', name: Name | null | undefined): readonly string[] {
  if (name === undefined) return []
  return name === null ? [`--no-${end}`] : option(`set-${end}`, name.text)
}

function contentsLine(request: Of<'compare'> | Of<'diff'>): Lines {
  const { a, b } = request
  const sides = [sideOf('a', a), sideOf('b', b)]
  if (sides.some((side) => side === null)) return none(NO_WORD)
  const [sideA, sideB] = sides
  const options = [...(sideA?.options ?? []), ...(sideB?.options ?? [])]
  const words = [...(sideA?.words ?? []), ...(sideB?.words ?? [])]
  if (request.kind === 'compare') return ok(line(`${PROGRAM} compare`, options, words))
  if (words.length < 2)
    return none('A chain of several files has no word of its own on this line; convert it into one file first')
  const names = [...endWords('from', request.from ?? undefined), ...endWords('to', request.to ?? undefined)]
  return ok(line(`${PROGRAM} diff`, options, names, written(request), words, quoteSh(request.path)))
}

/** One side: a word, or for a chain of files an option a file. Null: it cannot be said. */
function sideOf(
  letter: 'a' | 'b',
  content: ContentRef,
): { readonly options: readonly string[]; readonly words: readonly string[] } | null {
  if (content.kind === 'point') {
    return isOneWord(content.point) ? { options: [], words: [say(content.point, 'source')] } : null
  }
  const at = content.at === null ? [] : option(`at-${letter}`, content.at.text)
  const [only, ...more] = content.paths
  if (only !== undefined && more.length === 0) return { options: at, words: [quoteSh(only)] }
  return { options: [...content.paths.flatMap((path) => option(letter, path)), ...at], words: [] }
}

function verifyLine({ what, percent, olderThanMs }: Of<'verify'>): Lines {
  const words = verifiedWords(what)
  if (words === null) return none(NO_WORD)
  return ok(
    line(
      `${PROGRAM} verify`,
      percent === undefined ? [] : option('percent', String(percent)),
      olderThanMs === undefined ? [] : option('older-than', `${Math.ceil(olderThanMs / DAY_MS)}d`),
      words,
    ),
  )
}

function verifiedWords(what: VerifyTarget): readonly string[] | null {
  if (what.kind === 'files') return what.paths.map(quoteSh)
  if (what.kind === 'folder') return [quoteSh(what.path)]
  return isOneWord(what.image) ? [say(what.image, 'source')] : null
}
