import { count } from './strings.ts'

/** Text about what goes from one image into another, wherever they lie. */
export const transferText = {
  place: {
    reading: {
      pools: (connection: string) => `Reading the pools of ${connection}…`,
      names: (place: string) => `Reading which names are taken in ${place}…`,
    },
    failed: {
      pools: (connection: string, why: string) => `The pools of ${connection} were not read: ${why}.`,
      names: (place: string, why: string) => `Which names are taken in ${place} was not read: ${why}.`,
    },
    again: 'Try again',
  },
  asking: 'Asking the cluster; that can take some seconds…',
  rollback: {
    inPlace: 'The cluster writes the head in place. That cannot be stopped half way.',
  },
  restore: {
    subtitle: 'Its content is read from the cluster while it is written. Checks come before the first byte',
  },
  shrink: {
    label: 'Let the target become smaller',
    hint: 'What lies behind its new end is cut off. Its older snapshots keep their size.',
  },
  replicate: {
    title: (spec: string) => `Replicate ${spec}`,
    subtitle: 'Every snapshot that the target lacks is sent, one after the other; again whenever there are more',
    commit: 'Replicate',
    known: (n: number) => `${count(n, 'snapshot')} in the source`,
    fresh: 'The target is made, with the features and metadata of the source.',
    common: (name: string, missing: number) =>
      missing === 0
        ? `Both have “${name}”, the newest of the source: nothing is missing.`
        : `Both have “${name}”: ${count(missing, 'snapshot')} after it will be sent.`,
    none: 'The two have no snapshot in common.',
    reading: 'Looking at what the target has…',
    head: 'What was written since the newest snapshot is not sent: only points that stand still are.',
  },
} as const
