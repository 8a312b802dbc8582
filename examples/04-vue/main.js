import { createApp, h } from 'vue';
import PhotoCaption from './PhotoCaption.vue';

const page = () => [h('h1', 'A caption in Vue'), h(PhotoCaption, { src: '/examples/demo/photos/shepherd-dog.jpg' })];
createApp({ render: page }).mount('#app');
