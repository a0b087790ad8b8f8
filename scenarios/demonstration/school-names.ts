import type { Level } from './school-shapes.ts'
import type { Chance } from './seeded-chance.ts'

// A bird, plant or mineral, each used once, and a landform. None is a person's name, and none stands in the name
// of a Denver school of 2019-20.
const birds = words(
  'Avocet Bittern Bluebird Bobolink Bunting Chickadee Chukar Cormorant Creeper Crossbill Curlew Dipper Dunlin',
  'Egret Flicker Goldeneye Goldfinch Goshawk Grebe Grosbeak Grouse Harrier Heron Ibis Junco Kestrel Killdeer',
  'Kingbird Kingfisher Kinglet Longspur Loon Magpie Mallard Meadowlark Merganser Nighthawk Nuthatch Oriole',
  'Osprey Ouzel Pelican Phalarope Pintail Pipit Plover Ptarmigan Redstart Sandpiper Sapsucker Shrike Siskin',
  'Snipe Sora Tanager Teal Thrasher Thrush Towhee Vireo Warbler Waxwing Wigeon Willet',
)
const plants = words(
  'Alder Arnica Aster Balsam Bearberry Birch Bitterbrush Bluestem Boxelder Bristlecone Bulrush Cattail',
  'Chokecherry Clover Currant Fescue Fir Flax Gentian Goldenrod Hackberry Hawthorn Juniper Kinnikinnick Larch',
  'Larkspur Lodgepole Lupine Mulberry Paintbrush Penstemon Pinyon Ponderosa Primrose Rabbitbrush Redbud',
  'Ricegrass Sagebrush Saltbush Sedge Serviceberry Snowberry Spruce Sumac Switchgrass Sycamore Tamarack',
  'Thimbleberry Wheatgrass Yarrow Yucca',
)
const minerals = words(
  'Agate Alabaster Amazonite Amethyst Andesite Azurite Barite Basalt Breccia Calcite Carnelian Chalcedony',
  'Chert Cinnabar Citrine Cobalt Dolomite Feldspar Flint Fluorite Gabbro Galena Gneiss Granite Gypsum',
  'Hematite Hornblende Limestone Magnetite Malachite Mica Obsidian Olivine Peridot Porphyry Pumice Pyrite',
  'Quartz Quartzite Rhyolite Sandstone Selenite Serpentine Shale Slate Sodalite Topaz Tourmaline Travertine',
  'Tuff Turquoise Zeolite Zircon',
)
const landforms = words(
  'Basin Bend Bluff Butte Canyon Crossing Divide Draw Flats Fork Glen Grove Gulch Hollow Meadow Mesa Overlook',
  'Pass Point Prairie Rim Saddle Springs Spur Terrace Trail',
)
const kinds: Readonly<Record<Level, string>> = {
  ES: 'Elementary',
  K8: 'K-8 School',
  MS: 'Middle School',
  '6-12': 'Secondary School',
  HS: 'High School',
}

/** One invented name for each level given, in the same order, no two alike. */
export function inventNames(schoolLevels: readonly Level[], chance: Chance): string[] {
  const natural = chance.shuffled([...birds, ...plants, ...minerals])
  if (natural.length < schoolLevels.length) throw new Error(`${natural.length} words name too few schools`)
  const places = chance.shuffled(landforms)
  return schoolLevels.map((level, i) => `${natural[i]} ${places[i % places.length]} ${kinds[level]}`)
}

function words(...lines: readonly string[]): string[] {
  return lines.join(' ').split(' ')
}
