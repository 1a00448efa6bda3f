import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface Desktop {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The program that opens an address in the user's browser, with its arguments; null where there is no desktop. */
export function openerFor(address: string, { platform, env }: Desktop): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open', address]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', address] : null
}

/** The page that leads on to the real one; base64url and digits need no escaping in it. */
export function redirectPage(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>RBD Studio</title><meta http-equiv="refresh" content="0;url=${address}">`
}

/**
 * Opens the page in the user's browser, if there is a desktop; a browser that cannot be opened is no failure, the address has
 * been printed.
 *
 * Every user of the machine can read a command line, and the address holds the token. So the browser is given a file instead that
 * only this user can read, and that leads on to the address.
 * @returns what removes the file again
 */
export async function openBrowser(
  address: string,
  folder: string,
  desktop: Desktop,
  start: (program: string, args: readonly string[]) => void = startDetached,
): Promise<() => Promise<void>> {
  if (openerFor('', desktop) === null) return () => Promise.resolve()
  // 0700, by mkdtemp.
  const own = await mkdtemp(join(folder, 'open-'))
  const file = join(own, 'rbd-studio.html')
  await writeFile(file, redirectPage(address), { mode: 0o600 })
  const [program, ...args] = openerFor(pathToFileURL(file).href, desktop) ?? ['']
  start(program, args)
  return () => rm(own, { recursive: true, force: true })
}

function startDetached(program: string, args: readonly string[]): void {
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
