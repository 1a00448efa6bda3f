import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  protocol,
  session,
  shell,
} from 'electron'

/**
 * Electron as the rest of the shell sees it, and the only importer of it here. Everything else takes the members it uses as
 * parameters, so that a test can hand in its own.
 */
export const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  protocol,
  session,
  shell,
} as const

export type Electron = typeof electron
export type NotificationClass = Pick<typeof Notification, 'isSupported'> &
  (new (options: {
    title: string
    body: string
  }) => Pick<Notification, 'on' | 'show'>)
export type NativeImageModule = Pick<typeof nativeImage, 'createFromBitmap'>
export type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  IpcMainEvent,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  Protocol,
  Session,
  Shell,
  WebContents,
} from 'electron'
