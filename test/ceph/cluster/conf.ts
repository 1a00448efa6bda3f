import { join } from 'node:path'

/** What a cluster is made with. All it writes lies in `folder`; all it listens on is the loopback address. */
export interface ClusterPlan {
  /** Absolute, at most 85 characters long: sockets lie in it. */
  readonly folder: string
  readonly fsid: string
  /** TCP ports of the monitor: its two protocols. */
  readonly ports: readonly [number, number]
  /** Bytes of the disk of its one OSD: a sparse file. */
  readonly osdBytes: number
}

/** Where the configuration lies, which is all a client has to know. */
export function confPath(folder: string): string {
  return join(folder, 'ceph.conf')
}

/** Where the key of the administrator lies. */
export function adminKeyring(folder: string): string {
  return join(folder, 'ceph.client.admin.keyring')
}

/** The configuration of a cluster of one monitor, one manager and one OSD, that keeps one copy of everything. */
export function confOf({ folder, fsid, ports: [v2, v1], osdBytes }: ClusterPlan): string {
  const daemon = (kind: string): string => `
[${kind}]
${kind} data = ${folder}/data/${kind}.$id
keyring = ${folder}/data/${kind}.$id/keyring
admin socket = ${folder}/run/${kind}.$id.asok
log file = ${folder}/log/${kind}.$id.log
`
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${v2},v1:127.0.0.1:${v1}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = false
pid file =
run dir = ${folder}/run
crash dir = ${folder}/crash
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0

[client]
keyring = ${adminKeyring(folder)}
admin socket =
log file = ${folder}/log/$name.log
${daemon('mon')}mon allow pool size one = true
mon allow pool delete = true
mon warn on pool no redundancy = false
mon data avail warn = 2
mon data avail crit = 1
mon cluster log file = ${folder}/log/cluster.log
paxos propose interval = 0.05
${daemon('mgr')}${daemon('osd')}osd objectstore = bluestore
# A client that was killed is forgotten after so many seconds, not thirty: tests wait for it.
osd client watch timeout = 10
osd memory target = 1073741824
bluestore block size = ${osdBytes}
`
}
