"""What all descriptions of jobs are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from wetview.lbm.fluids import Fluids


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
