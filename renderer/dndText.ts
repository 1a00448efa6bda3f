import { count } from './strings.ts'

/** The text of drag and drop, with the mouse and with the keyboard. */
export const dndText = {
  pickUp: 'Pick up and drop with the keyboard',
  look: 'Drop to look inside',
  importInto: (pool: string) => `Import into ${pool}`,
  appendTo: (image: string) => `Append to ${image}`,
  pipeTo: (what: string, pool: string) => `Pipe ${what} to ${pool}…`,
  pipeInto: (what: string, image: string) => `Pipe ${what} into ${image}…`,
  exportToFile: (what: string) => `Export ${what} to a file…`,
  mergeIncrements: (n: number) => `Merge ${count(n, 'increment')} into a file…`,
  mergeWith: (from: string, to: string, n: number, start: string, end: string) =>
    `Merge with ${from} to ${to}: ${count(n, 'increment')}, ${start} to ${end}, into a file…`,
  mergeFiles: (a: string, b: string) => `Merge ${a} and ${b}…`,
  range: (from: string, to: string, image: string) => `${from} to ${to} of ${image}`,
  why: {
    sameImage: (image: string) => `It is of ${image} already`,
    noCommon: (image: string) =>
      `${image} has no earlier snapshot in common with it: drop it on a pool to make a new image`,
    lacks: (image: string, snapshot: string) => `${image} has no snapshot ${snapshot}, where this stretch starts`,
    has: (image: string, snapshot: string) => `${image} has a snapshot ${snapshot} already`,
    startsAt: (snapshot: string) => `It starts at ${snapshot}: drop it on an image that has that snapshot`,
    notAChange: (image: string) => `It is a whole image, not a change to ${image}`,
    doesNotEnd: (image: string, snapshot: string) => `${image} has no snapshot ${snapshot}, where this file starts`,
    notEmpty: (image: string) => `It starts from nothing, and ${image} has content`,
    readOnly: (image: string) => `${image} cannot be written`,
    unreadable: 'This file cannot be read',
    notFollowing: 'The two files do not follow each other',
    onlyDiffs: 'Only diffs can be merged',
    withItself: 'That is a part of what is carried',
    noStart: 'Nothing before this increment has a name, so it cannot be merged',
    broken: (point: string) => `${point} cannot be restored: a file before it is missing or damaged`,
  },
  carry: {
    title: (what: string) => `Drop ${what}`,
    list: 'Where it can be dropped',
    hint: 'Arrows move, Enter drops, Escape puts it back',
    picked: (what: string, n: number) =>
      `${what} picked up. ${count(n, 'place')} to drop it. Arrows move, Enter drops, Escape puts it back`,
    at: (label: string, at: number, of: number) => `${label}, ${at} of ${of}`,
    dropped: (label: string) => `Dropped: ${label}`,
    back: (what: string) => `${what} is back in its place`,
    nowhere: (what: string) => `There is no place here to drop ${what}`,
    find: 'Find a place',
  },
} as const
