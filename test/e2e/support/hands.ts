import type { Locator, Page } from 'playwright'

/**
 * The ways a story is gone through: by mouse alone (keys are pressed only where a text has to be typed), or by keyboard alone (nothing is clicked and
 * nothing is focused but by keys). A story is written once, in what the user wants; each way does it as its user would.
 */
export interface Hands {
  readonly name: 'mouse' | 'keyboard'
  /** Opens an image in the sidebar. */
  openImage(image: string): Promise<void>
  /** Opens or closes a line of a tree in the sidebar that has others under it. */
  openLine(line: Locator): Promise<void>
  /** Chooses a point on the timeline: `Head`, or a snapshot by its name. */
  choosePoint(point: string): Promise<void>
  /** Chooses the stretch from one point of the timeline to another. */
  chooseStretch(from: string, to: string): Promise<void>
  /** Presses a button, once it can be pressed. */
  press(button: Locator): Promise<void>
  /** Runs a command by what is quickest: the button there is for it, or its key. */
  command(by: { readonly button: Locator; readonly key: string }): Promise<void>
  /** Takes an entry of the menu "More actions" of the open image. */
  more(entry: string): Promise<void>
  /** Chooses a radio button, or ticks a box. */
  choose(control: Locator): Promise<void>
  /** Chooses an option of a list by its text. */
  select(list: Locator, option: string): Promise<void>
  /** Writes a text in place of what stands in a field. */
  write(field: Locator, text: string): Promise<void>
  /** Opens a tab. */
  openTab(tab: Locator): Promise<void>
  /** Brings files from the desktop: dropped on the window, or chosen in the dialog that its key opens. */
  bringFiles(paths: readonly string[]): Promise<void>
  /**
   * Takes the chosen point of the open image to another pool, or a namespace in one: dragged there, or picked up and set down by keys. `row`: its line, where
   * it is not found by its name. Opens the sheet of the pipe.
   */
  takeToPool(point: string, pool: string, row?: Locator): Promise<void>
  /**
   * Takes an increment of the open image, by the points it leads between, onto another: its arc dragged onto the other's, or picked up and set down by
   * keys. Opens the sheet of the merge.
   */
  takeToIncrement(increment: readonly [string, string], onto: readonly [string, string]): Promise<void>
}

/** The row of a point on the timeline. */
export function pointRow(page: Page, point: string): Locator {
  const name = point === 'Head' ? /^Head,/ : new RegExp(`^Snapshot ${point.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')},`)
  return page.getByRole('treegrid', { name: /^Timeline of / }).getByRole('row', { name })
}

/** The row of a pool or an image in the sidebar. */
export function treeRow(page: Page, name: string): Locator {
  return page.getByRole('treeitem', { name: new RegExp(`^${name} ?,`) })
}
