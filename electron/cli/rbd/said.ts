/** What the user said, as he said it: what `rbd`'s lines quote. Filled while a command reads its arguments. */
export interface Said {
  image: string | null
  /** The snapshot of the point a command is about. */
  snapshot: string | null
  /** Paths as they were typed, by the absolute ones that requests and errors hold. */
  readonly paths: Map<string, string>
}

/** Nothing said yet. */
export function nothingSaid(): Said {
  return { image: null, snapshot: null, paths: new Map() }
}
