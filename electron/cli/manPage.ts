import type { OptionDefinition } from './args.ts'
import type { Command } from './command.ts'
import { GLOBAL_OPTIONS } from './options.ts'
import { RBD_ONLY } from './rbdVerbs.ts'

/** The man page `rbd-studio(1)`, made from the table of commands. The same table always gives the same page. */
export function formatManPage(commands: readonly Command[], version: string): string {
  const lines = [
    `.TH RBD\\-STUDIO 1 "" "rbd-studio ${roff(version)}" "RBD Studio"`,
    '.SH NAME',
    'rbd\\-studio \\- export, import, merge and pipe RBD images and their snapshots',
    '.SH SYNOPSIS',
    '.B rbd\\-studio',
    '.I COMMAND',
    '.RI [ OPTIONS ]',
    '.RI [ ARGUMENTS ]',
    '.SH DESCRIPTION',
    'Takes the syntax of',
    '.BR rbd (8)',
    'and stands in for it: the same options, exit codes, lines on standard error and JSON. Images lie on a cluster, reached through rbd,',
    'or in a library, a folder of genuine rbd files that needs no cluster.',
    '.PP',
    "A failure that rbd knows is said in rbd's lines; a refusal that is rbd\\-studio's alone is one sentence and a hint.",
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH COMMANDS OF RBD',
    'On a cluster these are run by rbd itself, with their arguments as they are:',
    `${roff(RBD_ONLY.map(({ names: [name] }) => name).join(', '))}.`,
    '.SH OPTIONS OF EVERY COMMAND',
    ...GLOBAL_OPTIONS.flatMap(optionLines),
    '.SH EXIT STATUS',
    "0, or rbd's errno of what went wrong: 1 a bad option, or a difference or damage that was found; 2 not found; 16 in use; 17 exists;",
    '22 invalid; 25 empty input; 28 disk full; 32 reader gone; 33 or 74 cut off, or not what the manifest says; 39 has snapshots.',
    '.SH ENVIRONMENT',
    ...entry('RBD_STUDIO_LIBRARY', 'Folder of the library, as with --library.'),
    ...entry('RBD_STUDIO_CONNECTION', 'Connection of names without one, as with --connection.'),
    ...entry('RBD_STUDIO_ALLOW_SHRINK', '1: images on clusters may become smaller, as with --allow-shrink.'),
    ...entry('CEPH_CONF', 'Conf file of the cluster; where it is set, names without a connection mean the cluster.'),
    ...entry('CEPH_ARGS', 'Options for every program of Ceph that is started here.'),
    ...entry('RBD_STUDIO_HOME', 'Folder that settings, data, logs and caches are kept in.'),
    '.SH SEE ALSO',
    '.BR rbd (8)',
  ]
  return `${lines.join('\n')}\n`
}

function commandLines({ names, summary, arguments: parameters, options }: Command): readonly string[] {
  const [name, ...aliases] = names
  const also = aliases.length === 0 ? [] : [`Also called ${aliases.map(roff).join(', ')}.`]
  return [
    `.SS "${roff([name, ...parameters.map((parameter) => parameter.name)].join(' '))}"`,
    roff(summary),
    ...also,
    ...options.flatMap(optionLines),
  ]
}

function optionLines({ name, short, value, help }: OptionDefinition): readonly string[] {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`
  return entry(short === undefined ? long : `-${short}, ${long}`, `${help}.`)
}

function entry(name: string, text: string): readonly string[] {
  return ['.TP', `.B ${roff(name)}`, roff(text)]
}

/** Text as roff takes it: backslashes and dashes said as such, no line that begins like a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1')
}
