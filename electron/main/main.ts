import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toWire } from '../../shared/errors.ts'
import { hintOf } from '../../shared/errorCatalogue.ts'
import { attachWindow } from '../host/attachWindow.ts'
import { createHost, type Host } from '../host/host.ts'
import { type Log, openLog } from '../host/logger.ts'
import { type Paths, resolvePaths } from '../host/paths.ts'
import { libraryOf } from './arguments.ts'
import { watchPage } from './crash.ts'
import { createDesktop } from './desktop.ts'
import { createDialogs } from './dialogs.ts'
import type { BrowserWindow, Electron } from './electron.ts'
import { listenToWindow } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { lockNavigation } from './navigation.ts'
import { denyPermissions } from './permissions.ts'
import { declareScheme, servePage } from './protocol.ts'
import { askToQuit, createQuit } from './quit.ts'
import { showInTaskbar } from './taskbar.ts'
import { followTheme } from './theme.ts'
import { placeUserData } from './userData.ts'
import { bringToFront, showPage, windowOptions } from './window.ts'

/**
 * Starts the desktop shell. Everything that must precede Electron's being ready happens before this returns; the rest follows.
 * (No top-level await: Electron is not ready before its entry module has been evaluated.)
 * @param dist the folder of the built program: page, preload, worker and sample
 */
export function main(electron: Electron, dist: string): void {
  const { app, protocol } = electron
  const { env, platform } = process
  const library = libraryOf(process.argv)
  const paths = resolvePaths({ platform, env, home: homedir(), workingFolder: process.cwd(), library })
  const log = openLog({ folder: paths.logsFolder })
  try {
    placeUserData(app, paths)
    app.enableSandbox()
    declareScheme(protocol)
    if (!app.requestSingleInstanceLock()) {
      // The window of the first start comes to the front instead.
      app.quit()
      return
    }
    app
      .whenReady()
      .then(() => openShell({ electron, dist, paths, log }))
      .catch((error: unknown) => giveUp(electron, log, error))
  } catch (error) {
    giveUp(electron, log, error)
  }
}

function giveUp({ app, dialog }: Electron, log: Log, error: unknown): void {
  log.createLogger('main').error('the window could not be opened', { error })
  const wire = toWire(error)
  dialog.showErrorBox('RBD Studio could not start', `${wire.message}\n\n${hintOf(wire)}`)
  app.exit(1)
}

interface Parts {
  readonly electron: Electron
  readonly dist: string
  readonly paths: Paths
  readonly log: Log
}

/** Makes host and window, every rule of the shell set before the first page is loaded. */
async function openShell({ electron, dist, paths, log }: Parts): Promise<void> {
  const { app, BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session, shell } = electron
  const logger = log.createLogger('main')
  const isDevelopment = !app.isPackaged
  servePage(protocol, join(dist, 'renderer'))
  denyPermissions(session.defaultSession)

  const host = createShellHost({ electron, dist, paths, log }, () => window)
  host.warmUp()
  const onCommand = (id: string): void => host.sendCommand(id)
  const menu = menuTemplate({ platform: process.platform, isDevelopment, onCommand })
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
  await followTheme(nativeTheme, host)
  const isDark = nativeTheme.shouldUseDarkColors
  const preloadPath = join(dist, 'preload.cjs')
  const window = new BrowserWindow(windowOptions({ preloadPath, isDark, isDevelopment }))
  lockNavigation(window.webContents, shell, (what, address) =>
    logger.warn('refused to leave the page', { what, address }),
  )
  listenToWindow({
    ipcMain,
    contents: window.webContents,
    onTransport: (transport) => attachWindow(transport, host, { logger: log.createLogger('host.window') }),
    onRefused: (reason, address) => logger.warn('refused a message', { reason, address }),
  })
  watchPage(
    window.webContents,
    electron.dialog,
    () => app.quit(),
    (facts) => logger.error('the page ended', facts),
  )
  const leave = createQuit({
    runningJobs: () => host.liveJobs().length,
    ask: (jobs) => askToQuit(electron.dialog, jobs),
    stop: () => host.close({ cancelJobs: true }),
    quit: () => app.quit(),
    onProblem: (error) => logger.error('could not end cleanly', { error }),
  })
  window.on('close', leave)
  app.on('before-quit', leave)
  app.on('window-all-closed', () => app.quit())
  showInTaskbar(host, window)
  app.on('second-instance', () => bringToFront(window))
  await showPage(window)
}

function createShellHost({ electron, dist, paths, log }: Parts, window: () => BrowserWindow): Host {
  const { Notification, nativeImage } = electron
  const dialogs = createDialogs({ dialog: electron.dialog, shell: electron.shell, window })
  const desktop = createDesktop({ Notification, nativeImage, window })
  return createHost({
    paths,
    samplePath: join(dist, 'sample'),
    workerUrl: pathToFileURL(join(dist, 'worker.js')),
    version: electron.app.getVersion(),
    log,
    shell: { shell: 'electron', paths: true, ...dialogs, ...desktop },
  })
}
