/** Runs in the page: until nothing has changed in it for a while, its letters are there and every picture in the window is drawn. */
export async function stillness(deadlineMs: number): Promise<void> {
	const REST_MS = 200;
	const isInWindow = (each: Element): boolean => {
		const { top, bottom } = each.getBoundingClientRect();
		return bottom > 0 && top < innerHeight && each.checkVisibility();
	};
	const isDrawn = (each: HTMLImageElement | HTMLVideoElement): boolean =>
		each instanceof HTMLImageElement
			? each.complete
			: each.readyState >= HTMLMediaElement.HAVE_ENOUGH_DATA || each.error !== null;
	const isMoving = (each: Animation): boolean =>
		each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity;
	const isStill = (): boolean =>
		[...document.querySelectorAll<HTMLImageElement | HTMLVideoElement>('img, video')].every(
			(each) => isDrawn(each) || !isInWindow(each),
		) &&
		![...document.querySelectorAll('[aria-busy=true]')].some(isInWindow) &&
		!document.getAnimations().some(isMoving);
	await document.fonts.ready;
	await new Promise<void>((resolve) => {
		const end = (): void => {
			clearTimeout(resting);
			clearTimeout(late);
			observer.disconnect();
			resolve();
		};
		const look = (): void => {
			if (isStill()) end();
			else resting = setTimeout(look, 50);
		};
		const observer = new MutationObserver(() => {
			clearTimeout(resting);
			resting = setTimeout(look, REST_MS);
		});
		const late = setTimeout(end, deadlineMs);
		let resting = setTimeout(look, REST_MS);
		observer.observe(document, {
			subtree: true,
			childList: true,
			characterData: true,
			attributes: true,
		});
	});
}
