import { count } from './strings.ts'

/** Text about one image on a cluster, and what is done with it. */
export const liveText = {
  header: {
    read: (ago: string) => (ago === 'just now' ? 'read just now' : `read ${ago}`),
    reading: 'Reading…',
    again: 'Read again',
    parent: (spec: string) => `clone of ${spec}`,
  },
  notice: {
    map: (flags: string) =>
      `Its object map cannot be trusted (${flags}): what changed may be told wrongly until it is rebuilt with rbd object-map rebuild.`,
    watched: (clients: string) =>
      `Open in ${clients}: the head is no point in time while it is written to. Snapshots are.`,
    locked: (locks: string) => `Locked by hand: ${locks}. Nothing is written to it while the lock stands.`,
    stale: (title: string, ago: string) => `${title}. What is shown was read ${ago}.`,
  },
  timeline: (snapshots: number) => `${count(snapshots, 'snapshot')}; any two can be exported as a diff`,
  facts: {
    parent: 'Parent',
    overlap: (bytes: string) => `${bytes} still read from it`,
    dataPool: 'Data pool',
    striping: 'Striping',
    stripes: (unit: string, objects: number) => `${unit} over ${objects} objects`,
    clients: 'Open in',
    nobody: 'nothing',
    id: 'Id',
  },
  range: {
    between: (from: string, to: string) => `What changed between ${from} and ${to}`,
    hint: 'How much that is, the export asks of the cluster.',
  },
  commands: {
    replicate: 'Replicate to…',
    flatten: 'Flatten…',
    trash: 'Move to trash…',
  },
  removeSnapshot: {
    title: (name: string) => `Remove ${name}?`,
    hint: 'A cluster does not bring a removed snapshot back.',
    commit: 'Remove snapshot',
  },
  trash: {
    title: (spec: string) => `Move ${spec} to the trash?`,
    hint: 'It keeps its content, and comes back from the trash of its pool: Trash… in the menu of the pool.',
    done: (spec: string) => `${spec} is in the trash of its pool, and comes back from there`,
    commit: 'Move to trash',
  },
  flatten: {
    title: (spec: string) => `Flatten ${spec}`,
    subtitle: 'The image gets all of its own content and hangs on its parent no more',
    hint: (bytes: string, parent: string) =>
      `Up to ${bytes} are copied within the cluster, out of ${parent}. What the image reads as stays the same, also where this is cancelled.`,
    commit: 'Flatten',
  },
} as const
