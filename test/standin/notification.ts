import type { NotificationConstructorOptions } from 'electron'
import { Emitter } from './strict.ts'

/** `Notification`: nothing is shown; tests read `Notification.shown` and emit `click` themselves. */
export class Notification extends Emitter {
  /** All that have been shown, oldest first. */
  static readonly shown: Notification[] = []

  title: string
  subtitle: string
  body: string
  silent: boolean

  constructor(options: NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'reply', 'action', 'failed'])
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    Notification.shown.push(this)
    this.emit('show', {})
  }

  close(): void {
    this.emit('close', {})
  }
}
