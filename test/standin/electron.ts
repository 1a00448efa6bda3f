// What `import … from 'electron'` gives inside the stand-in. A name that is missing here is a SyntaxError at load time.
import { app } from './app.ts'
import { clipboard } from './clipboard.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipcMain.ts'
import { Menu, MenuItem } from './menu.ts'
import { net } from './net.ts'
import { nativeImage } from './nativeImage.ts'
import { Notification } from './notification.ts'
import { powerMonitor, powerSaveBlocker } from './power.ts'
import { protocol } from './protocol.ts'
import { screen } from './screen.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'
import { strictObject } from './strict.ts'
import { nativeTheme } from './theme.ts'
import { webContents } from './webContents.ts'
import { BrowserWindow } from './window.ts'

const required: object = strictObject('electron', {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  webContents,
})

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  // What `require('electron')` gives: the same, with an error that names whatever is missing.
  required as 'module.exports',
  screen,
  session,
  shell,
  webContents,
}
