/** The text of the block map, and of the tabs it shares its place with. */
export const mapText = {
  tabs: 'Below the timeline',
  tab: { map: 'Block map', snapshots: 'Snapshots', files: 'Files', filesMore: ' of the chain' },
  commands: {
    group: 'Map',
    show: 'Block map',
    snapshots: 'Table of snapshots',
    files: 'Table of the files of the chain',
  },
} as const
