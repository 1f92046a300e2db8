import type { Pixels } from '../support/png.ts';
import { randomFrom, type Random } from '../support/random.ts';

/** Red, green and blue from 0 to 255. */
type Colour = readonly [number, number, number];
/** The colour at a point; `x` and `y` run from 0 to 1, `y` downwards. */
type Scene = (x: number, y: number) => Colour;

const kinds: readonly [(random: Random) => Scene, ...((random: Random) => Scene)[]] = [
	hills,
	sea,
	lights,
	city,
];

/** How far a camera strays from the colour, of 255: without it a photo packs down to nothing. */
const GRAIN = 14;

/** Draws what a look shows, at any size: a thumbnail is the same scene with fewer pixels, a film the same at other moments. */
export function drawScene(
	look: number,
	width: number,
	height: number,
	{ grain = GRAIN, moment = 0 } = {},
): Pixels {
	const scene = kinds[look % kinds.length] ?? hills;
	const colourAt = scene(randomFrom(`scene ${String(look)}`));
	const random = randomFrom(`grain ${String(look)}`);
	const data = new Uint8ClampedArray(width * height * 4);
	let at = 0;
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const noise = (random.next() - 0.5) * grain;
			for (const channel of colourAt(x / width + moment, y / height)) data[at++] = channel + noise;
			data[at++] = 255;
		}
	}
	return { data, width, height };
}

function mix(from: Colour, to: Colour, share: number): Colour {
	const part = Math.min(1, Math.max(0, share));
	const between = (a: number, b: number): number => a + (b - a) * part;
	return [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])];
}

/** Bright enough to be told from another at the size of a thumbnail. */
function someColour(random: Random, lightness: number): Colour {
	const hue = random.next() * 6;
	const channel = (offset: number): number => {
		const distance = Math.abs(((hue + offset) % 6) - 3) - 1;
		return (lightness + (Math.min(1, Math.max(0, distance)) - 0.5) * 0.6) * 255;
	};
	return [channel(0), channel(4), channel(2)];
}

function hills(random: Random): Scene {
	const sky = [someColour(random, 0.8), someColour(random, 0.65)] as const;
	const ground = someColour(random, 0.3);
	const ridges = Array.from({ length: 4 }, (_, i) => ({
		top: 0.4 + i * 0.14,
		waves: [random.whole(2, 5), random.whole(6, 11)] as const,
		phase: random.next() * 6,
	}));
	return (x, y) => {
		const front = ridges.findLastIndex(({ top, waves, phase }) => {
			const height = Math.sin(x * waves[0] + phase) * 0.07 + Math.sin(x * waves[1]) * 0.03;
			return y > top + height;
		});
		return front < 0 ? mix(sky[0], sky[1], y * 2) : mix(sky[1], ground, (front + 1) / 4);
	};
}

function sea(random: Random): Scene {
	const [sky, water, sun] = [
		someColour(random, 0.75),
		someColour(random, 0.35),
		someColour(random, 0.85),
	];
	const at = [0.2 + random.next() * 0.6, 0.2 + random.next() * 0.25] as const;
	const horizon = 0.55 + random.next() * 0.15;
	return (x, y) => {
		if (y > horizon) {
			const glitter =
				Math.sin(y * 140 + Math.sin(x * 18) * 2) > 0.6 && Math.abs(x - at[0]) < y - horizon + 0.05;
			return glitter ? sun : mix(sky, water, (y - horizon) * 4 + 0.4);
		}
		const distance = Math.hypot((x - at[0]) * 1.5, y - at[1]);
		return distance < 0.07 ? sun : mix(sun, sky, distance * 2.2);
	};
}

function lights(random: Random): Scene {
	const dark = someColour(random, 0.2);
	const spots = Array.from({ length: 18 }, () => ({
		x: random.next(),
		y: random.next(),
		radius: 0.03 + random.next() * 0.1,
		colour: someColour(random, 0.7),
	}));
	return (x, y) => {
		const lit = spots.find((spot) => Math.hypot((x - spot.x) * 1.5, y - spot.y) < spot.radius);
		return lit === undefined ? mix(dark, [8, 8, 16], y) : mix(dark, lit.colour, 0.75);
	};
}

function city(random: Random): Scene {
	const [sky, wall, window] = [
		someColour(random, 0.5),
		someColour(random, 0.2),
		someColour(random, 0.8),
	];
	const roofs = Array.from({ length: 9 }, () => 0.25 + random.next() * 0.45);
	return (x, y) => {
		const house = Math.floor((x % 1) * roofs.length);
		if (y < (roofs[house] ?? 1)) return mix(sky, window, y);
		const isWindow = (x * 72) % 1 > 0.45 && (y * 30) % 1 > 0.5;
		const isLit = Math.floor(x * 72) * 7 + Math.floor(y * 30) * 13;
		return isWindow && isLit % 5 < 2 ? window : wall;
	};
}
