import type { MergePreview } from '../../../shared/estimate.ts'
import { LANE_WIDTH, laneCells } from '../../model/mergeScene.ts'

const HEIGHT = 20

interface SurviveLaneProps {
  readonly lane: MergePreview['inputs'][number]['lane']
  readonly label: string
}

/** The image from its first to its last byte: where an input has data, and which of it survives. */
export function SurviveLane({ lane, label }: SurviveLaneProps) {
  return (
    <svg
      className="survive-lane"
      viewBox={`0 0 ${LANE_WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {laneCells(lane).map(({ x, width, kept, gone }) => (
        <g key={x}>
          {kept === 0 ? null : (
            <rect className="sl-kept" x={x} y={(1 - kept) * HEIGHT} width={width - 1} height={kept * HEIGHT} />
          )}
          {gone === 0 ? null : (
            <rect
              className="sl-gone"
              x={x}
              y={(1 - kept - gone) * HEIGHT}
              width={width - 1}
              height={gone * HEIGHT}
              fill="url(#survive-hatch)"
            />
          )}
        </g>
      ))}
    </svg>
  )
}

/** The pattern of what goes; drawn once for all lanes of a sheet. */
export function SurviveHatch() {
  return (
    <svg className="pattern-home" aria-hidden="true" width="0" height="0">
      <pattern id="survive-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="sl-hatch" width="1.8" height="5" />
      </pattern>
    </svg>
  )
}
