/** The images that a new library is filled with to try things on: how the window knows them again. A test holds it against the sample itself. */
export const SAMPLE_IMAGES = [
  { pool: 'rbd', image: 'web-01', sizeBytes: 1_777_664, snapshotCount: 3, opensAt: 's2' },
  { pool: 'rbd', image: 'db-master', sizeBytes: 1_048_576, snapshotCount: 5, opensAt: 'c' },
] as const
