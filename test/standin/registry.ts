import type { BrowserWindow } from './window.ts'

/** All windows that have not been destroyed, by id, oldest first. */
export const windows = new Map<number, BrowserWindow>()

/** A window's method that tries to close it, and answers false if a listener refused. */
export const tryClose = Symbol('tryClose')

/** The app's method that a window calls when it was the last one. */
export const lastWindowGone = Symbol('lastWindowGone')
