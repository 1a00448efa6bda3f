interface ChainMarkProps {
  readonly kind: 'full' | 'increment' | 'gap'
  readonly bytes: number
  readonly isUsable: boolean
  readonly hasBefore: boolean
  readonly hasAfter: boolean
  /** The ring before stands right in the row above: the arc begins there. */
  readonly isNeighbour?: boolean
}

const WIDTH = 64
const X = 46
/** The height of a row: from ring to ring. */
const STEP = 44

/** The standing chain beside the table: a ring at each file's end, a block for a full, an arc from ring to ring for an increment. */
export function ChainMark({ kind, bytes, isUsable, hasBefore, hasAfter, isNeighbour = true }: ChainMarkProps) {
  const thickness = Math.max(2, Math.min(7, Math.log2(Math.max(1, bytes / 4096)) / 2 + 2))
  const state = kind === 'gap' ? 'is-gap' : isUsable ? 'is-usable' : 'is-waiting'
  return (
    <svg
      className={`chain-mark ${state}`}
      width={WIDTH}
      height={STEP}
      viewBox={`0 0 ${WIDTH} ${STEP}`}
      aria-hidden="true"
    >
      {hasBefore ? <line className="cm-lane" x1={X} x2={X} y1={0} y2={kind === 'gap' ? 44 : 17} /> : null}
      {hasAfter && kind !== 'gap' ? <line className="cm-lane" x1={X} x2={X} y1={27} y2={44} /> : null}
      {kind === 'gap' ? (
        <>
          <path className="cm-gap" d={`M ${X - 7} -16 C ${X - 42} -12, ${X - 42} 56, ${X - 7} 60`} />
          <path className="cm-cross" d={`M ${X - 37} 18 l 8 8 m 0 -8 l -8 8`} />
        </>
      ) : null}
      {kind === 'full' ? (
        <>
          <rect className="cm-full" x={4} y={13} width={30} height={18} rx={3} />
          <text className="cm-full-text" x={19} y={26}>
            full
          </text>
        </>
      ) : null}
      {kind === 'increment' ? (
        <path
          className="cm-arc"
          strokeWidth={thickness}
          d={
            hasBefore && isNeighbour
              ? `M ${X - 8} -16 C ${X - 36} -13, ${X - 36} 13, ${X - 8} 16`
              : `M ${X - 7} 2 C ${X - 26} 3, ${X - 26} 18, ${X - 7} 19`
          }
        />
      ) : null}
      {kind === 'gap' ? null : <circle className="cm-ring" cx={X} cy={22} r={4.5} />}
    </svg>
  )
}
