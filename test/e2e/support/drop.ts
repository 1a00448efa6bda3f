import type { Page } from 'playwright'

async function dragEvents(page: Page, files: readonly string[], types: readonly DragEventType[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const size = page.viewportSize() ?? { width: 800, height: 600 }
  const at = { x: size.width / 2, y: size.height / 2 }
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of types) await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}

type DragEventType = 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'

/** Drops files of the disk onto the middle of the window, as the desktop would: the page gets Files with paths behind them. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  await dragEvents(page, files, ['dragEnter', 'dragOver', 'drop'])
}

/** Holds files over the window without dropping them, or takes them away again. */
export async function dragOver(page: Page, files: readonly string[], what: 'enter' | 'leave'): Promise<void> {
  await dragEvents(page, files, what === 'enter' ? ['dragEnter', 'dragOver'] : ['dragCancel'])
}
