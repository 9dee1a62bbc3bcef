// Places too close together to distinguish, or to hit with a finger, are shown as one until there is room.

const TARGET = 24; // pixels: WCAG 2.5.8
const LARGEST = 24;

// Groups of places at a zoom level: every box is at least a target wide, and no two of them touch.
export function grouped(map, places, zoom) {
  const most = Math.max(...places.map(({ size }) => size));
  let groups = places.map((place) => group(map, zoom, [place], most));
  for (let joined = true; joined; ) {
    joined = false;
    for (let first = 0; first < groups.length; first += 1) {
      const other = groups.findIndex((one, index) => index > first && touch(groups[first], one));
      if (other < 0) continue;
      const members = groups[first].places.concat(groups[other].places);
      groups = groups.filter((_, index) => index !== first && index !== other);
      groups.push(group(map, zoom, members, most));
      joined = true;
      break;
    }
  }
  return groups;
}

// A group is at the centre of its places; its area is the sum of theirs, within bounds.
function group(map, zoom, places, most) {
  const points = places.map(({ point }) => map.project(point, zoom));
  const middle = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const area = places.reduce((sum, { size }) => sum + size * size, 0);
  const radius = places.length === 1 ? places[0].size : Math.max(14, Math.min(LARGEST, most, Math.sqrt(area)));
  return { places, x: middle("x"), y: middle("y"), radius, half: Math.max(TARGET / 2, radius) };
}

function touch(one, other) {
  const room = one.half + other.half + 1;
  return Math.abs(one.x - other.x) < room && Math.abs(one.y - other.y) < room;
}

// The first zoom from which a place is shown on its own; undefined if it never does.
export function zoomAlone(map, places, id, from, to) {
  for (let zoom = from; zoom <= to; zoom += 1) {
    if (grouped(map, places, zoom).some((one) => one.places.length === 1 && one.places[0].id === id)) return zoom;
  }
  return undefined;
}
