import type { Message } from '../../../shared/rpc/messages.ts'
import { expect, test } from '../support/fixture.ts'

test('the library is asked for while the code that draws the window is still on its way', async ({ shell }) => {
  const { page } = shell
  let deliver = (): void => undefined
  const isWanted = new Promise<void>((resolve) => (deliver = resolve))
  await page.route(/\/draw-[^/]+\.js$/, async (route) => {
    await isWanted
    await route.continue()
  })
  const lists: unknown[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const message = JSON.parse(payload.toString()) as Message
      if (message.t === 'ok' && JSON.stringify(message.output).includes('snapshotCount')) lists.push(message.output)
    }),
  )
  // The page is not loaded whole before that file is there.
  await page.reload({ waitUntil: 'commit' })
  await expect.poll(() => lists.length).toBeGreaterThan(0)
  await expect(page.locator('#root')).toBeEmpty()
  deliver()
  await expect(page.getByRole('treeitem', { name: /^web-01/ })).toBeVisible()
  await page.unrouteAll()
})

test('the page names both of its files, so that neither is read after the other', async ({ shell }) => {
  const { page } = shell
  const html = await page.evaluate(async () => (await fetch('/')).text())
  expect(html).toMatch(/<link rel="modulepreload"[^>]* href="\.\/assets\/draw-[^"]+\.js">/)
})
