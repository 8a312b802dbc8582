import { mount } from 'svelte';
import PhotoCaption from './PhotoCaption.svelte';

const target = document.querySelector('#app');
target.innerHTML = '<h1>A caption in Svelte</h1>';
mount(PhotoCaption, { target, props: { src: '/examples/demo/photos/shepherd-dog.jpg' } });
