import { mount } from 'svelte';
import '../../src/app.css';
import Components from './Components.svelte';

mount(Components, { target: document.body });
