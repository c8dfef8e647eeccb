"""What all descriptions of jobs are made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from wetview.lbm.fluids import Fluids
from wetview.volume.binder import BinderRecipe

if TYPE_CHECKING:
    from wetview.volume import Phases


def _from_folder_of_the_file(path: Path, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder")
    return path if folder is None else Path(folder) / path


FilePath = Annotated[Path, AfterValidator(_from_folder_of_the_file)]


class Settings(BaseModel):
    """Settings that cannot be changed and refuse what they do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class FluidsSettings(Settings):
    """Electrolyte and gas; see `wetview.lbm.Fluids` for the fields."""

    name: str = Field(default="", max_length=200)
    liquid_density_kg_m3: float
    liquid_viscosity_pa_s: float
    surface_tension_n_m: float
    contact_angle_deg: float = 90.0
    binder_contact_angle_deg: float = 90.0
    gas_density_kg_m3: float = 1.18
    gas_viscosity_pa_s: float = 1.85e-5

    @classmethod
    def of(cls, fluids: Fluids) -> FluidsSettings:
        """The settings that describe fluids."""
        return cls(**{name: getattr(fluids, name) for name in cls.model_fields})

    def to_fluids(self) -> Fluids:
        """The fluids described.

        Raises
        ------
        UserError
            If a value is outside of what can be simulated.
        """
        return Fluids(**self.model_dump())


class BinderSettings(Settings):
    """Binder by its mass, placed as in a tomogram.

    See `wetview.volume.BinderRecipe` for the fields and their limits.
    """

    mass_fraction: float = BinderRecipe.mass_fraction
    film: float = BinderRecipe.film
    binder_porosity: float = BinderRecipe.binder_porosity
    active_density_kg_m3: float = BinderRecipe.active_density_kg_m3
    binder_density_kg_m3: float = BinderRecipe.binder_density_kg_m3
    seed: int = BinderRecipe.seed

    def to_recipe(self) -> BinderRecipe:
        """The recipe described.

        Raises
        ------
        UserError
            If a number makes no electrode.
        """
        return BinderRecipe(**self.model_dump())


class ElectrodeSettings(Settings):
    """An electrode that is generated; see `wetview.volume.generate_electrode`.

    Parameters
    ----------
    name : str
        What to call it.
    d_values_m : (float, float, float) or None
        D10, D50 and D90 of the particles, in the place of mean diameter and spread.
    binder : BinderSettings or None
        Binder by its mass, in the place of `binder_share`.
    shape, voxel_m, porosity, binder_share, mean_diameter_m, diameter_spread, \
    compression, aspect_ratio, seed
        As there.
    """

    name: str = Field(min_length=1, max_length=200)
    shape: tuple[int, int, int] = (64, 48, 48)
    voxel_m: float = 1e-6
    porosity: float = 0.45
    binder_share: float = 0.1
    mean_diameter_m: float = 8e-6
    diameter_spread: float = 0.25
    d_values_m: tuple[float, float, float] | None = None
    compression: float = Field(default=0.0, ge=0, lt=1)
    aspect_ratio: float = 1.0
    binder: BinderSettings | None = None
    seed: int = Field(default=0, ge=0, le=2**32 - 1)

    def generate(self) -> Phases:
        """Make it.

        Raises
        ------
        UserError
            If no electrode can have these numbers.
        """
        from wetview.volume import SizeDistribution, generate_electrode

        sizes = None
        if self.d_values_m is not None:
            sizes = SizeDistribution.from_d_values(*self.d_values_m)
        phases = generate_electrode(
            self.shape,
            voxel_m=self.voxel_m,
            porosity=self.porosity,
            binder_share=self.binder_share,
            mean_diameter_m=self.mean_diameter_m,
            diameter_spread=self.diameter_spread,
            seed=self.seed,
            sizes=sizes,
            compression=self.compression,
            aspect_ratio=self.aspect_ratio,
            binder=None if self.binder is None else self.binder.to_recipe(),
        )
        return replace(phases, name=self.name)
