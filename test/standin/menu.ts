import { roleLabel, roleSubmenu, runRole } from './menuRoles.ts'
import { Emitter, type RecordedCall } from './strict.ts'
import { BrowserWindow } from './window.ts'

/** What a template says about one item; a template of Electron's fits. */
interface Options {
  readonly id?: string
  readonly role?: string
  readonly type?: string
  readonly label?: string
  readonly sublabel?: string
  readonly toolTip?: string
  readonly accelerator?: unknown
  readonly icon?: unknown
  readonly enabled?: boolean
  readonly visible?: boolean
  readonly checked?: boolean
  readonly submenu?: readonly Options[] | Menu | undefined
  readonly click?: (item: MenuItem, window: BrowserWindow | null, event: object) => void
}

let lastCommandId = 0

/** `MenuItem`: nothing is drawn; an item can be read, changed and clicked. */
export class MenuItem extends Emitter {
  readonly commandId = ++lastCommandId
  readonly id: string | undefined
  readonly role: string | undefined
  readonly type: string
  readonly accelerator: unknown
  readonly submenu: Menu | undefined
  menu: Menu | undefined
  label: string
  sublabel: string
  toolTip: string
  icon: unknown
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #click: Options['click']

  constructor(options: Options) {
    super('MenuItem', [])
    const { id, role, type, label } = options
    const submenu = options.submenu ?? (role === undefined ? undefined : roleSubmenu(role))
    if (label === undefined && role === undefined && type === undefined) {
      throw new Error('Invalid template for MenuItem: must have at least one of label, role, or type')
    }
    this.id = id
    this.role = role
    this.submenu = submenu instanceof Menu ? submenu : submenu && Menu.buildFromTemplate(submenu)
    this.type = type ?? (this.submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator
    this.label = label ?? (role === undefined ? '' : roleLabel(role))
    this.sublabel = options.sublabel ?? ''
    this.toolTip = options.toolTip ?? ''
    this.icon = options.icon
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.#click = options.click
  }

  /** Does what the user's click does; works on a disabled item too, as in Electron. */
  click(event: object = {}, window: BrowserWindow | null = BrowserWindow.getFocusedWindow()): void {
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.#select()
    if (this.role !== undefined) runRole(this.role, window)
    else this.#click?.(this, window, event)
  }

  /** Radio items that stand side by side form a group. */
  #select(): void {
    const items = this.menu?.items ?? [this]
    const at = items.indexOf(this)
    const before = items.slice(0, at).findLastIndex(({ type }) => type !== 'radio') + 1
    const end = items.findIndex(({ type }, index) => index > at && type !== 'radio')
    for (const item of items.slice(before, end === -1 ? items.length : end)) item.checked = item === this
  }
}

let applicationMenu: Menu | null = null

/** `Menu`: a tree of items that tests look up by id. */
export class Menu extends Emitter {
  readonly items: MenuItem[] = []
  readonly log: RecordedCall[] = []

  constructor() {
    super('Menu', ['menu-will-show', 'menu-will-close'])
  }

  static buildFromTemplate(template: readonly (Options | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item)
  }

  insert(position: number, item: MenuItem): void {
    item.menu = this
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }

  popup(): void {
    this.log.push(['popup'])
    this.emit('menu-will-show')
  }

  closePopup(): void {
    this.log.push(['closePopup'])
    this.emit('menu-will-close')
  }
}
