interface ChainMarkProps {
  readonly kind: 'full' | 'increment' | 'gap'
  readonly bytes: number
  readonly isUsable: boolean
  readonly hasBefore: boolean
  readonly hasAfter: boolean
}

const WIDTH = 64
const X = 46

/** The standing chain beside the table: a ring at each file's end, a block for a full, an arc from ring to ring for an increment. */
export function ChainMark({ kind, bytes, isUsable, hasBefore, hasAfter }: ChainMarkProps) {
  const thickness = Math.max(2, Math.min(7, Math.log2(Math.max(1, bytes / 4096)) / 2 + 2))
  const state = kind === 'gap' ? 'is-gap' : isUsable ? 'is-usable' : 'is-waiting'
  return (
    <svg className={`chain-mark ${state}`} width={WIDTH} height="44" viewBox={`0 0 ${WIDTH} 44`} aria-hidden="true">
      {hasBefore ? <line className="cm-lane" x1={X} x2={X} y1={0} y2={kind === 'gap' ? 44 : 17} /> : null}
      {hasAfter && kind !== 'gap' ? <line className="cm-lane" x1={X} x2={X} y1={27} y2={44} /> : null}
      {kind === 'gap' ? (
        <>
          <path className="cm-gap" d={`M ${X - 6} 2 C ${X - 30} 8, ${X - 30} 36, ${X - 6} 42`} />
          <path className="cm-cross" d={`M ${X - 28} 18 l 8 8 m 0 -8 l -8 8`} />
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
            hasBefore
              ? `M ${X - 7} 0 C ${X - 24} 2, ${X - 24} 20, ${X - 7} 22`
              : `M ${X - 7} 8 C ${X - 22} 9, ${X - 22} 21, ${X - 7} 22`
          }
        />
      ) : null}
      {kind === 'gap' ? null : <circle className="cm-ring" cx={X} cy={22} r={4.5} />}
    </svg>
  )
}
