import type { Page } from '../page.ts';
import type { Projection } from './projection.ts';

/** Land and sea beneath a drawing, with the names of both archipelagos where they are on it; else one plain ground. */
export function GroundDrawing({ page, projection }: { page: Page; projection: Projection }) {
  const { width, height } = projection;
  const ground = page.ground?.within(projection);
  if (!ground) return <rect class="ground" width={width} height={height} />;
  return (
    <g class="outlines">
      <rect class="sea" width={width} height={height} />
      <path class="ground" d={ground.land} />
      {ground.water ? <path class="sea" d={ground.water} /> : null}
      <path class="ground" d={ground.near} />
      <path class="ground own" d={ground.own} />
      {ground.borders ? <path class="border" d={ground.borders} /> : null}
      {ground.names.map(({ name, x, y }) => (
        <text text-anchor="middle">
          {page
            .say(name)
            .split('\n')
            .map((line, place) => (
              <tspan x={Math.round(x)} y={Math.round(y) + place * 16}>
                {line}
              </tspan>
            ))}
        </text>
      ))}
    </g>
  );
}
