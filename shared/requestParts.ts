import { type ImageRef, imageOf } from './imageSpec.ts'
import type { ContentRef, JobRequest, MergeInput, VerifyTarget } from './jobs.ts'

/**
 * A request with every path of a file it reads put through `map`. The one place that knows where requests keep them.
 */
export function mapInputPaths(request: JobRequest, map: (path: string) => string): JobRequest {
  switch (request.kind) {
    case 'import':
    case 'import-diff':
    case 'manifest':
    case 'mend':
      return { ...request, paths: request.paths.map(map) }
    case 'merge':
    case 'convert':
      return { ...request, inputs: request.inputs.map((input) => mapInput(input, map)) }
    case 'compare':
    case 'diff':
      return { ...request, a: mapContent(request.a, map), b: mapContent(request.b, map) }
    case 'verify':
      return { ...request, what: mapVerified(request.what, map) }
    case 'export':
    case 'export-diff':
    case 'pipe':
    case 'rollback':
    case 'fold':
    case 'replicate':
    case 'flatten':
      return request
  }
}

function mapInput(input: MergeInput, map: (path: string) => string): MergeInput {
  return input.kind === 'file' ? { ...input, path: map(input.path) } : input
}

function mapContent(content: ContentRef, map: (path: string) => string): ContentRef {
  return content.kind === 'files' ? { ...content, paths: content.paths.map(map) } : content
}

function mapVerified(what: VerifyTarget, map: (path: string) => string): VerifyTarget {
  if (what.kind === 'files') return { ...what, paths: what.paths.map(map) }
  return what.kind === 'folder' ? { ...what, path: map(what.path) } : what
}

/** The files a request reads, in its order. */
export function inputPathsOf(request: JobRequest): readonly string[] {
  const paths: string[] = []
  mapInputPaths(request, (path) => {
    paths.push(path)
    return path
  })
  return paths
}

/** The images a request reads or writes, in its order. */
export function imagesOf(request: JobRequest): readonly ImageRef[] {
  switch (request.kind) {
    case 'export':
    case 'export-diff':
      return [imageOf(request.source)]
    case 'import':
    case 'import-diff':
    case 'rollback':
    case 'fold':
    case 'mend':
    case 'flatten':
      return [request.target]
    case 'merge':
    case 'convert':
      return request.inputs.flatMap((input) => (input.kind === 'range' ? [input.image] : []))
    case 'compare':
    case 'diff':
      return [request.a, request.b].flatMap((content) => (content.kind === 'point' ? [imageOf(content.point)] : []))
    case 'verify':
      return request.what.kind === 'image' ? [request.what.image] : []
    case 'manifest':
      return []
    case 'pipe':
      return [imageOf(request.source), request.target]
    case 'replicate':
      return [request.source, request.target]
  }
}
