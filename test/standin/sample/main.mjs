// A tiny app that uses what the stand-in emulates; tested by test/unit/standin. It would run in Electron as it is.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, net, protocol, session } from 'electron'

const root = import.meta.dirname
const csp = "default-src 'none'; script-src 'self'; style-src 'self'"

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.enableSandbox()
app.on('window-all-closed', () => app.quit())

/** What happened, for the test to read through `app.evaluate`. */
globalThis.sampleLog = []

async function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/moved') return Response.redirect('app://bundle/index.html', 302)
  const response = await net.fetch(pathToFileURL(path.join(root, pathname)).href)
  const headers = new Headers(response.headers)
  headers.set('content-security-policy', csp)
  return new Response(response.body, { headers })
}

ipcMain.handle('echo', (event, value) => {
  const { url, origin, parent } = event.senderFrame
  return { value, frame: { url, origin, parent }, isOurs: BrowserWindow.fromWebContents(event.sender) !== null }
})
ipcMain.handle('fail', () => {
  throw new RangeError('no such pool')
})
ipcMain.handle('pick', async () => (await dialog.showOpenDialog({ properties: ['openDirectory'] })).filePaths)
ipcMain.on('push', (event, count) => {
  for (let n = 0; n < count; n++) event.sender.send('pushed', n)
})

Menu.setApplicationMenu(
  Menu.buildFromTemplate([
    { label: 'View', submenu: [{ id: 'dark', label: 'Dark', click: () => (nativeTheme.themeSource = 'dark') }] },
    { role: 'editMenu' },
  ]),
)

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => {
    globalThis.sampleLog.push(`will-navigate ${event.url}`)
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    globalThis.sampleLog.push(`window-open ${url}`)
    return { action: 'deny' }
  })
})

void app.whenReady().then(async () => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, allow) => allow(false))
  protocol.handle('app', answer)
  const window = new BrowserWindow({
    width: 900,
    height: 600,
    show: false,
    webPreferences: { preload: path.join(root, 'preload.cjs'), sandbox: true, contextIsolation: true },
  })
  window.once('ready-to-show', () => window.show())
  await window.loadURL('app://bundle/moved')
})
