import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import CircleDollarSign from '@lucide/svelte/icons/circle-dollar-sign';
import Clock from '@lucide/svelte/icons/clock-3';
import Folder from '@lucide/svelte/icons/folder';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import Images from '@lucide/svelte/icons/images';
import Settings from '@lucide/svelte/icons/settings';
import Trash from '@lucide/svelte/icons/trash-2';
import type { Component } from 'svelte';

/** A place one can go to from everywhere. */
export interface NavigationPlace {
	readonly href: string;
	readonly label: string;
	readonly icon: Component<{ size?: number; strokeWidth?: number }>;
}

export const files: NavigationPlace = { href: '/folders', label: 'Files', icon: Folder };
export const gallery: NavigationPlace = { href: '/gallery', label: 'Gallery', icon: Images };
export const recent: NavigationPlace = { href: '/recent', label: 'Recent', icon: Clock };
export const restored: NavigationPlace = {
	href: '/restored',
	label: 'Restored',
	icon: ArchiveRestore,
};
export const trash: NavigationPlace = { href: '/trash', label: 'Trash', icon: Trash };

export const settings: NavigationPlace = { href: '/settings', label: 'Settings', icon: Settings };
export const costs: NavigationPlace = { href: '/costs', label: 'Costs', icon: CircleDollarSign };
/** For those who own the stage alone. */
export const health: NavigationPlace = { href: '/health', label: 'Health', icon: HeartPulse };

/** Whether an address lies in the place: `/folders/0198…` in Files, `/foldersX` not. */
export function isIn(place: NavigationPlace, pathname: string): boolean {
	return pathname === place.href || pathname.startsWith(`${place.href}/`);
}
