import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError, isAppError, toWire } from '../../shared/errors.ts'
import { exitCodeOf, hintOf } from '../../shared/errorCatalogue.ts'
import { attachWindow } from '../host/attachWindow.ts'
import { createHost } from '../host/host.ts'
import { openLog } from '../host/logger.ts'
import { type Paths, resolvePaths } from '../host/paths.ts'
import { parseWebArguments, type WebArguments } from './arguments.ts'
import { openBrowser } from './browser.ts'
import { createDownloads } from './download.ts'
import { endOnSignals } from './endings.ts'
import { startWebServer, type WebServer, type WebServerOptions } from './server.ts'
import { createToken } from './token.ts'
import { createUploads } from './upload.ts'

/** dist/: the page, the worker and the sample stand beside this file. */
const dist = import.meta.dirname

async function run(options: WebArguments): Promise<void> {
  const { env, platform } = process
  const paths = resolvePaths({ platform, env, home: homedir(), workingFolder: process.cwd(), library: options.library })
  const log = openLog({ folder: paths.logsFolder })
  const logger = log.createLogger('web')
  const uploads = createUploads()
  const downloads = createDownloads()
  const host = createHost({
    paths,
    samplePath: join(dist, 'sample'),
    workerUrl: pathToFileURL(join(dist, 'worker.js')),
    version: await readVersion(),
    log,
    shell: {
      shell: 'browser',
      paths: false,
      issueDownload: (file, run) => downloads.issue(file, run),
      issueTicket: (name, sizeBytes, stagingFolder) => Promise.resolve(uploads.issue(name, sizeBytes, stagingFolder)),
    },
  })
  const token = createToken()
  const server = await listen({
    pageRoot: join(dist, 'renderer'),
    port: options.port,
    token,
    uploads,
    downloads,
    onTransport: (transport) => attachWindow(transport, host, { logger }),
    onProblem: (sentence, error) => logger.warn(sentence, error === undefined ? {} : { error }),
  })
  host.warmUp()

  let removeTraces = () => Promise.resolve()
  endOnSignals(process, async () => {
    // The host first: a page that is open sees its jobs come to their end.
    await host.close({ cancelJobs: true })
    await Promise.all([server.close(), removeTraces()])
  })
  const address = `http://127.0.0.1:${server.port}/#token=${token}`
  process.stdout.write(`RBD Studio is ready at ${address}\n`)
  if (options.open) removeTraces = await openInBrowser(address, paths)
}

async function openInBrowser(address: string, { cacheFolder }: Paths): Promise<() => Promise<void>> {
  try {
    await mkdir(cacheFolder, { recursive: true, mode: 0o700 })
    return await openBrowser(address, cacheFolder, process)
  } catch {
    // The address has been printed.
    return () => Promise.resolve()
  }
}

async function listen(options: WebServerOptions): Promise<WebServer> {
  try {
    return await startWebServer(options)
  } catch (error) {
    throw new AppError('E_OPTION_BAD_VALUE', `Port ${options.port} cannot be had`, {
      hint: 'Another program may have it; without --port a free one is taken',
      cause: error,
    })
  }
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dist, '..', 'package.json'), 'utf8')) as { version: string }
  return version
}

function fail(error: unknown): void {
  const wire = toWire(error)
  const details = isAppError(error) ? '' : `\n${(error as Error).stack ?? ''}`
  process.stderr.write(`rbd-studio: ${wire.message}\nhint: ${hintOf(wire)}${details}\n`)
  process.exit(exitCodeOf(wire, null))
}

try {
  await run(parseWebArguments(process.argv.slice(2)))
} catch (error) {
  fail(error)
}
