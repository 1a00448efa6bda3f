/** Where a cluster's configuration of this machine lies by default, in the order they are looked for (ceph(8), FILES). The current folder is never looked into. */
export function cephConfPlaces(home: string | undefined): readonly string[] {
  return ['/etc/ceph/ceph.conf', ...(home === undefined || home === '' ? [] : [`${home}/.ceph/ceph.conf`])]
}
