import type { Door } from '../../model/doors.ts'

const HEIGHT = 92

/** What is behind a door, drawn in the signs of the timeline. Decoration: the words say it all. */
export function DoorPicture({ id }: { readonly id: Door['id'] }) {
  return (
    <svg className="door-picture" viewBox={`0 0 300 ${HEIGHT}`} aria-hidden="true">
      {PICTURES[id]}
    </svg>
  )
}

function Arc({
  from,
  to,
  width,
  look = 'inc',
}: {
  from: number
  to: number
  width: number
  look?: 'inc' | 'gap' | 'idle'
}) {
  const [a, b, top] = [from + 6, to - 6, 14]
  return <path className={`door-arc is-${look}`} d={`M${a} 56 C${a} ${top} ${b} ${top} ${b} 56`} strokeWidth={width} />
}

function Ring({ at, isChosen = false }: { readonly at: number; readonly isChosen?: boolean }) {
  return (
    <>
      {isChosen ? <circle className="door-halo" cx={at} cy="66" r="9" /> : null}
      <circle className="door-ring" cx={at} cy="66" r="5" />
    </>
  )
}

function Sheet({ x, y, name, isFull = false }: { x: number; y: number; name: string; isFull?: boolean }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className={isFull ? 'door-file is-full' : 'door-file'} d="M.5.5h50l9 9v16H.5z" />
      <path className="door-fold" d="M50.500.500v9h9" />
      <text className={isFull ? 'door-text is-on-full' : 'door-text'} x="8" y="17">
        {name}
      </text>
    </g>
  )
}

const PICTURES = {
  sample: (
    <>
      <line className="door-lane" x1="10" x2="204" y1="66" y2="66" />
      <line className="door-lane is-idle" x1="204" x2="288" y1="66" y2="66" />
      <Arc from={10} to={74} width={8} />
      <Arc from={74} to={140} width={4} />
      <Arc from={140} to={204} width={6} />
      <Arc from={204} to={262} width={2} look="idle" />
      {[10, 74, 140].map((at) => (
        <Ring key={at} at={at} />
      ))}
      <Ring at={204} isChosen />
      <circle className="door-ring is-idle" cx="262" cy="66" r="5" />
      <path className="door-head" d="M292 58a8 8 0 0 0 0 16" />
    </>
  ),
  files: (
    <>
      <Sheet x={2} y={2} name=".diff" />
      <Sheet x={16} y={32} name=".rbd2" isFull />
      <Sheet x={2} y={62} name=".diff" />
      <path className="door-arrow" d="M92 45h62m-6-5 6 5-6 5" />
      <line className="door-lane" x1="176" x2="290" y1="66" y2="66" />
      <Arc from={176} to={233} width={6} />
      <Arc from={233} to={290} width={4} />
      {[176, 233, 290].map((at) => (
        <Ring key={at} at={at} />
      ))}
    </>
  ),
  cluster: (
    <>
      {[12, 37, 62].map((y) => (
        <g key={y} transform={`translate(2 ${y})`}>
          <rect className="door-box" x=".5" y=".5" width="74" height="19" rx="2" />
          <circle className="door-ring is-idle" cx="12" cy="10" r="3" />
          <line className="door-line" x1="24" x2="64" y1="10" y2="10" />
        </g>
      ))}
      <path className="door-arrow" d="M92 47h62m-6-5 6 5-6 5m-50-10-6 5 6 5" />
      <line className="door-lane" x1="176" x2="280" y1="66" y2="66" />
      {[176, 210, 244].map((at) => (
        <Ring key={at} at={at} />
      ))}
      <path className="door-head" d="M292 58a8 8 0 0 0 0 16" />
    </>
  ),
  image: (
    <>
      <line className="door-lane is-idle" x1="12" x2="272" y1="66" y2="66" />
      <path className="door-head" d="M284 58a8 8 0 0 0 0 16" />
      <circle className="door-ring is-idle" cx="12" cy="66" r="5" />
    </>
  ),
} as const satisfies Record<Door['id'], React.ReactNode>
