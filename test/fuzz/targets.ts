import type { FuzzTarget } from './target.ts'
import { codecTargets } from './targets/codecs.ts'
import { libraryTargets } from './targets/library.ts'
import { packedTargets } from './targets/packed.ts'

/** Every decoder that is fuzzed. A new one is added to a list in `targets/`, or as a list of its own here. */
export const TARGETS: readonly FuzzTarget[] = [...codecTargets, ...libraryTargets, ...packedTargets]
