import './styles/main.css';
import { render } from 'preact';
import { applyStoredTheme } from './shell/settings';
import { App } from './shell/app';
import { keepProgram } from './install';
import { keepLanguage, storedLanguage } from './i18n/i18n';

applyStoredTheme();
keepLanguage(storedLanguage());
const root = document.getElementById('app');
if (root) render(<App />, root);
keepProgram();
