import type { OptionDefinition } from './args.ts'
import type { Arguments } from './arguments.ts'
import { badValue } from './args.ts'
import type { CommandContext } from './command.ts'
import { CLUSTER_OPTIONS } from './clusterOptions.ts'
import { AppError } from '../../shared/errors.ts'
import type { OutputOptions } from '../../shared/jobs.ts'

/** Options of this program's own that every command takes. */
const EVERY: readonly OptionDefinition[] = [
  { name: 'connection', value: 'NAME', help: 'connection of names without a CONNECTION:// of their own' },
  { name: 'library', value: 'DIR', help: 'folder of the library' },
  { name: 'json', help: 'results and errors as JSON' },
  { name: 'help', short: 'h', help: 'show this help' },
  { name: 'version', short: 'v', help: 'show the version' },
]

/** Options that every command takes, in any place. */
export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [...EVERY, ...CLUSTER_OPTIONS]

/** {@link GLOBAL_OPTIONS} as a verb has them: an option of its own of the same name comes first (`connection add --conf`). */
export function globalOptionsBeside(own: readonly OptionDefinition[]): readonly OptionDefinition[] {
  return GLOBAL_OPTIONS.filter(({ name }) => own.every((option) => option.name !== name))
}

/** The parts of a spec of what is read, or of the only image of a command. */
export const SOURCE_OPTIONS: readonly OptionDefinition[] = [
  { name: 'pool', short: 'p', value: 'POOL', help: 'pool name [rbd]' },
  { name: 'namespace', value: 'NAMESPACE', help: 'namespace name' },
  { name: 'image', value: 'IMAGE', help: 'image name, taken as it stands' },
]

/** The snapshot of {@link SOURCE_OPTIONS}. */
export const SNAP_OPTION: OptionDefinition = { name: 'snap', value: 'SNAP', help: 'snapshot name, taken as it stands' }

/** The parts of a spec of what is written. */
export const DESTINATION_OPTIONS: readonly OptionDefinition[] = [
  { name: 'dest-pool', value: 'POOL', help: 'destination pool name [rbd]' },
  { name: 'dest-namespace', value: 'NAMESPACE', help: 'destination namespace name' },
  { name: 'dest', value: 'IMAGE', help: 'destination image name, taken as it stands' },
]

export const FROM_SNAP_OPTION: OptionDefinition = { name: 'from-snap', value: 'SNAP', help: 'snapshot to start from' }
/** What every command that writes can do instead: say what it would. */
export const DRY_RUN_OPTION: OptionDefinition = {
  name: 'dry-run',
  help: 'say what would be read, written and dropped, and do nothing',
}

/** Options that `rbd` knows nothing of. */
export const OWN_OPTIONS: readonly OptionDefinition[] = [...EVERY, DRY_RUN_OPTION]

/** How files are written; `rbd` knows none of these. */
export const OUTPUT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'no-manifest', help: 'write no side manifest (PATH.rbdm.json)' },
  { name: 'compress', value: 'zstd', help: 'pack the file while it is written' },
]

/** Inputs with manifests are read twice: first against their digests, then for the work. */
export const VERIFY_FIRST_OPTION: OptionDefinition = {
  name: 'verify-first',
  help: 'check inputs against their manifests before anything is written',
}

/** A live image becomes smaller where that is asked for alone; one in the library keeps its older points anyway. */
export const ALLOW_SHRINK_OPTION: OptionDefinition = {
  name: 'allow-shrink',
  help: 'permit an image on a cluster to become smaller, as $RBD_STUDIO_ALLOW_SHRINK=1 does',
}

/** Reads {@link ALLOW_SHRINK_OPTION}: what a request takes as `allowShrink`. A script that was written for `rbd` cannot say it, so a variable can. */
export function readAllowShrink(args: Arguments, { io }: CommandContext): { readonly allowShrink?: boolean } {
  return args.isGiven('allow-shrink') || io.env['RBD_STUDIO_ALLOW_SHRINK'] === '1' ? { allowShrink: true } : {}
}

export const NO_PROGRESS_OPTION: OptionDefinition = { name: 'no-progress', help: 'show no progress' }

/** The path of a file that is read or written. */
export function pathOption(help: string): OptionDefinition {
  return { name: 'path', value: 'PATH', help }
}

/**
 * Reads {@link OUTPUT_OPTIONS}: what a request takes as `output`.
 *
 * @throws AppError E_OPTION_BAD_VALUE
 */
export function readOutput(args: Arguments): { readonly output?: OutputOptions } {
  const compress = args.option('compress')
  if (compress !== null && compress !== 'zstd' && compress !== 'none') throw badValue('compress', 'It takes zstd')
  const output: OutputOptions = {
    ...(compress === null ? {} : { compress }),
    ...(args.isGiven('no-manifest') ? { manifest: false } : {}),
  }
  return Object.keys(output).length === 0 ? {} : { output }
}

/** Reads {@link VERIFY_FIRST_OPTION}: what a request takes as `verifyFirst`. */
export function readVerifyFirst(args: Arguments): { readonly verifyFirst?: boolean } {
  return args.isGiven('verify-first') ? { verifyFirst: true } : {}
}

/** How lists and facts are printed. */
export const FORMAT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'format', value: 'FORMAT', help: 'output format: plain, json or xml [plain]' },
  { name: 'pretty-format', help: 'indent the JSON or XML' },
]

/** How lists and facts are to be printed. */
export interface OutputFormat {
  readonly kind: 'plain' | 'json' | 'xml'
  readonly isPretty: boolean
}

/**
 * Reads `--format` and `--pretty-format`; `--json` is `--format json`.
 *
 * @throws AppError E_OPTION_BAD_VALUE; E_ARGUMENT_MISSING for `--pretty-format` without a format that can be, which `rbd` refuses too (22).
 */
export function readFormat(args: Arguments): OutputFormat {
  const kind = args.option('format') ?? (args.isGiven('json') ? 'json' : 'plain')
  if (kind !== 'plain' && kind !== 'json' && kind !== 'xml') throw badValue('format', 'It takes plain, json or xml')
  const isPretty = args.isGiven('pretty-format')
  if (isPretty && kind === 'plain') {
    throw new AppError('E_ARGUMENT_MISSING', '--pretty-format only works when --format is json or xml', {
      hint: 'Add --format json',
    })
  }
  return { kind, isPretty }
}
