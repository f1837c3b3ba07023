/** A theme as VS Code hands it to a webview: classes of the body and custom properties of the root. */
export interface Theme {
  readonly name: string;
  readonly bodyClass: string;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

const fonts = {
  'font-family': "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif",
  'font-size': '13px',
  'editor-font-family': "'DejaVu Sans Mono', monospace",
};

const charts = {
  'charts-blue': '#3794ff',
  'charts-red': '#f14c4c',
  'charts-yellow': '#cca700',
  'charts-orange': '#d18616',
  'charts-green': '#89d185',
  'charts-purple': '#b180d7',
};

/** The colours of “Dark Modern”. */
export const dark: Theme = {
  name: 'dark',
  bodyClass: 'vscode-dark',
  kind: 'vscode-dark',
  variables: {
    ...fonts,
    ...charts,
    'editor-background': '#1f1f1f',
    'editor-foreground': '#cccccc',
    descriptionForeground: '#9d9d9d',
    'dropdown-background': '#313131',
    'dropdown-foreground': '#cccccc',
    'dropdown-border': '#3c3c3c',
    focusBorder: '#0078d4',
    'textLink-foreground': '#4daafc',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#026ec1',
    'button-secondaryBackground': '#313131',
    'button-secondaryForeground': '#cccccc',
    'icon-foreground': '#cccccc',
    'toolbar-hoverBackground': '#5a5d5e50',
    'list-hoverBackground': '#2a2d2e',
    'list-inactiveSelectionBackground': '#37373d',
    'textBlockQuote-background': '#2b2b2b',
  },
};

/** The colours of “Light Modern”. */
export const light: Theme = {
  name: 'light',
  bodyClass: 'vscode-light',
  kind: 'vscode-light',
  variables: {
    ...fonts,
    'charts-blue': '#1a85ff',
    'charts-red': '#e51400',
    'charts-yellow': '#bf8803',
    'charts-orange': '#d18616',
    'charts-green': '#388a34',
    'charts-purple': '#652d90',
    'editor-background': '#ffffff',
    'editor-foreground': '#3b3b3b',
    descriptionForeground: '#616161',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#3b3b3b',
    'dropdown-border': '#cecece',
    focusBorder: '#005fb8',
    'textLink-foreground': '#005fb8',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0258a8',
    'button-secondaryBackground': '#e5e5e5',
    'button-secondaryForeground': '#3b3b3b',
    'icon-foreground': '#3b3b3b',
    'toolbar-hoverBackground': '#b8b8b850',
    'list-hoverBackground': '#f2f2f2',
    'list-inactiveSelectionBackground': '#e4e6f1',
    'textBlockQuote-background': '#f8f8f8',
  },
};

/** The colours of “Dark High Contrast”. */
export const highContrast: Theme = {
  name: 'high-contrast',
  bodyClass: 'vscode-high-contrast',
  kind: 'vscode-high-contrast',
  variables: {
    ...fonts,
    ...charts,
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    descriptionForeground: '#ffffff',
    'dropdown-background': '#000000',
    'dropdown-foreground': '#ffffff',
    'dropdown-border': '#6fc3df',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    focusBorder: '#f38518',
    'textLink-foreground': '#21a6ff',
    'button-background': '#000000',
    'button-foreground': '#ffffff',
    'button-border': '#6fc3df',
    'button-secondaryForeground': '#ffffff',
    'icon-foreground': '#ffffff',
  },
};

/** The colours of “Light High Contrast”. */
export const highContrastLight: Theme = {
  name: 'high-contrast-light',
  bodyClass: 'vscode-high-contrast vscode-high-contrast-light',
  kind: 'vscode-high-contrast-light',
  variables: {
    ...fonts,
    'charts-blue': '#0f4a85',
    'charts-red': '#b5200d',
    'charts-yellow': '#895503',
    'charts-orange': '#d18616',
    'charts-green': '#374e06',
    'charts-purple': '#652d90',
    'editor-background': '#ffffff',
    'editor-foreground': '#292929',
    descriptionForeground: '#292929',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#292929',
    'dropdown-border': '#0f4a85',
    contrastBorder: '#0f4a85',
    contrastActiveBorder: '#006bbd',
    focusBorder: '#006bbd',
    'textLink-foreground': '#0f4a85',
    'button-background': '#0f4a85',
    'button-foreground': '#ffffff',
    'button-border': '#0f4a85',
    'button-secondaryBackground': '#ffffff',
    'button-secondaryForeground': '#292929',
    'icon-foreground': '#292929',
  },
};
