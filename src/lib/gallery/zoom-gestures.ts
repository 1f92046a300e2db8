import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';

/** A corner and the opposite one, in CSS pixels of the box. */
export type Rectangle = [[x0: number, y0: number], [x1: number, y1: number]];
export type Point = [x: number, y: number];

export interface Limits {
	/** The whole box. */
	readonly box: Rectangle;
	/** Where the picture lies in it at scale 1: no further than its edges can be seen. */
	readonly picture: Rectangle;
	readonly scales: [least: number, most: number];
}

export interface ZoomGestures {
	limit(limits: Limits): void;
	/** About a point of the box; default: its middle. */
	scaleTo(scale: number, about?: Point): void;
	/** In CSS pixels of the screen. */
	panBy(across: number, down: number): void;
	fit(): void;
	end(): void;
}

export interface ZoomListener {
	moved(transform: ZoomTransform): void;
	/** By a double click or a double tap. */
	doubled(at: Point): void;
}

/**
 * Follows wheel, pinch, drag and double tap in a box, by d3-zoom. Loaded when the first picture is on the
 * screen: no list needs it.
 */
export function followGestures(box: HTMLElement, listener: ZoomListener): ZoomGestures {
	const behaviour = zoom<HTMLElement, unknown>().on(
		'zoom',
		({ transform }: D3ZoomEvent<HTMLElement, unknown>) => listener.moved(transform),
	);
	const selection = select<HTMLElement, unknown>(box).call(behaviour);
	selection.on('dblclick.zoom', (event: MouseEvent | TouchEvent) => {
		event.preventDefault();
		const { left, top } = box.getBoundingClientRect();
		const at = 'changedTouches' in event ? event.changedTouches[0] : event;
		if (at !== undefined) listener.doubled([at.clientX - left, at.clientY - top]);
	});
	return {
		limit({ box: extent, picture, scales }) {
			behaviour.extent(extent).translateExtent(picture).scaleExtent(scales);
			// What lies outside the new limits comes back inside.
			behaviour.scaleBy(selection, 1);
		},
		scaleTo: (scale, about) => behaviour.scaleTo(selection, scale, about),
		panBy(across, down) {
			const { k } = zoomTransform(box);
			behaviour.translateBy(selection, across / k, down / k);
		},
		fit: () => behaviour.transform(selection, zoomIdentity),
		end: () => void selection.on('.zoom', null),
	};
}
