import type { App } from '$lib/app/app';
import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import InApp from './InApp.svelte';

/** Renders `component` with `props`, as a page of the vault in `app` would. Returns how to give it others. */
export function renderInApp<Props extends object>(
	app: App,
	component: (internals: never, props: Props) => unknown,
	props: NoInfer<Props>,
): (changed: NoInfer<Props>) => Promise<void> {
	// `InApp` hands on exactly these props.
	const shown = component as unknown as Component<Record<string, unknown>>;
	const passed = props as unknown as Record<string, unknown>;
	const { rerender } = render(InApp, { app, component: shown, passed });
	return (changed) => rerender({ passed: changed as unknown as Record<string, unknown> });
}
