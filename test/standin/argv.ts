/** What the command line of the Electron executable says. */
export interface CommandLine {
  /** Modules to load before the app, from `-r` and `--require`. */
  readonly requires: readonly string[]
  /** Port of the Node inspector (0: any), or null without `--inspect`. */
  readonly inspectPort: number | null
  /** `--version` was asked for. */
  readonly wantsVersion: boolean
  /** Switches before the app's path, without the leading dashes; an empty value for a bare switch. */
  readonly switches: ReadonlyMap<string, string>
  /** The app: a folder with a package.json, or a script. */
  readonly appPath: string
}

const defaultInspectPort = 9229

/** Parses the arguments after the executable's name; the first one that is no option is the app, `.` if there is none. */
export function parseArgv(args: readonly string[]): CommandLine {
  const requires: string[] = []
  const switches = new Map<string, string>()
  let inspectPort: number | null = null
  let wantsVersion = false
  let index = 0
  for (; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('-')) break
    const [name, value] = splitOnce(arg.replace(/^--?/, ''))
    if (arg === '-r' || arg === '--require') requires.push(args[++index] ?? '')
    else if (name === 'inspect') inspectPort = value === '' ? defaultInspectPort : Number(value)
    else if (arg === '-v' || name === 'version') wantsVersion = true
    else switches.set(name, value)
  }
  return { requires, inspectPort, wantsVersion, switches, appPath: args[index] ?? '.' }
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
