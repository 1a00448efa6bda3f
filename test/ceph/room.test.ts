import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { askRoom, roomIn } from '../../electron/engine/ceph/room.ts'
import { type Connection, LOCAL_CEPH } from '../../shared/connections.ts'
import { neverAborted } from '../support/signal.ts'
import { tempDir } from '../support/tempDir.ts'
import { freshName, real } from './support/live.ts'

/** A connection of a user who may ask the monitors this, and use the images of all pools. */
async function userWho(mayAsk: string): Promise<Connection> {
  const user = freshName('user')
  const keyring = join(tempDir(), 'keyring')
  await real('ceph', 'auth', 'get-or-create', `client.${user}`, 'mon', mayAsk, 'osd', 'profile rbd', '-o', keyring)
  onTestFinished(async () => void (await real('ceph', 'auth', 'rm', `client.${user}`)))
  return { ...LOCAL_CEPH, user, keyring }
}

const roomFor = async (connection: Connection, bytes: number) =>
  roomIn(await askRoom(connection, neverAborted), { connection, pools: ['rbd'], bytes })

it('is what `ceph df` says there is, and more than that is refused', async () => {
  const df = JSON.parse(await real('ceph', 'df', '--format=json')) as {
    readonly pools: readonly { readonly name: string; readonly stats: { readonly max_avail: number } }[]
  }
  const said = df.pools.find(({ name }) => name === 'rbd')?.stats.max_avail ?? 0
  const room = (await roomFor(LOCAL_CEPH, 1)) ?? 0
  expect(Math.abs(room - said)).toBeLessThan(said / 10)
  await expect(roomFor(LOCAL_CEPH, said * 2)).rejects.toMatchObject({ code: 'E_CLUSTER_NO_SPACE' })
})

it.each([
  ['neither which pools are full nor how much room there is', 'allow command "fsid"'],
  ['which pools are full, and not how much room there is', 'allow command "osd pool ls"'],
  ['how much room there is, and not which pools are full', 'allow command "df"'],
])('is not known to a user who may ask %s', async (_, mayAsk) => {
  expect(await roomFor(await userWho(mayAsk), 2 ** 50)).toBeNull()
})
